-- What the office alone writes: sign-ins, people we know, figures of the button.

-- A sign-in. The cookie holds a random token, this row its hash: who reads the table cannot use it.
CREATE TABLE session (
    centre_id     uuid        NOT NULL,
    id            uuid        NOT NULL,  -- names the sign-in in logs and to sockets; not a secret
    token_hash    bytea       NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    agent_id      uuid        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    seen_at       timestamptz NOT NULL DEFAULT now(),  -- written at most once a minute
    idle_ends_at  timestamptz NOT NULL,  -- moves with use
    ends_at       timestamptz NOT NULL,  -- never moves
    PRIMARY KEY (centre_id, id),
    FOREIGN KEY (centre_id, agent_id) REFERENCES agent (centre_id, id) ON DELETE CASCADE
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX session_by_id ON session (id);  -- sockets know their session by its id alone
CREATE INDEX session_of_agent ON session (centre_id, agent_id);

-- A person we know. A visitor becomes a contact when it is known who he is.
CREATE TABLE contact (
    centre_id    uuid        NOT NULL REFERENCES centre (id),
    id           uuid        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    name         text        NOT NULL DEFAULT '',
    email        text,   -- NULL: unknown
    phone        text CHECK (phone ~ '^\+[1-9][0-9]{1,14}$'),  -- E.164; NULL: unknown
    external_id  text,   -- in the customer's own systems, by a signed identity; NULL: none
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, external_id)
);
CREATE INDEX contact_by_email ON contact (centre_id, lower(email)) WHERE email IS NOT NULL;
CREATE INDEX contact_by_phone ON contact (centre_id, phone) WHERE phone IS NOT NULL;

-- A table of its own, because `visitor` belongs to the journal and no table has two writers.
CREATE TABLE visitor_contact (
    centre_id   uuid        NOT NULL,
    visitor_id  uuid        NOT NULL,
    contact_id  uuid        NOT NULL,
    since       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (centre_id, visitor_id),
    FOREIGN KEY (centre_id, visitor_id) REFERENCES visitor (centre_id, id),
    FOREIGN KEY (centre_id, contact_id) REFERENCES contact (centre_id, id)
);
CREATE INDEX visitor_of_contact ON visitor_contact (centre_id, contact_id);

-- What pages asked and saw, summed by hour (RULES 18). Counted from the first day: it cannot be made up later.
CREATE TABLE exposure (
    centre_id         uuid        NOT NULL,
    site_id           uuid        NOT NULL,
    entry_point_id    uuid        NOT NULL,
    hour              timestamptz NOT NULL CHECK (hour = date_trunc('hour', hour, 'UTC')),
    rule              text        NOT NULL DEFAULT 'button',  -- what made the page ask; one rule so far
    eligible          bigint      NOT NULL DEFAULT 0 CHECK (eligible >= 0),         -- page views that asked
    shown             bigint      NOT NULL DEFAULT 0 CHECK (shown >= 0),            -- saw it open
    not_shown_full    bigint      NOT NULL DEFAULT 0 CHECK (not_shown_full >= 0),   -- nobody had a seat
    not_shown_closed  bigint      NOT NULL DEFAULT 0 CHECK (not_shown_closed >= 0), -- closed by hours, by hand or without agents
    opened            bigint      NOT NULL DEFAULT 0 CHECK (opened >= 0),           -- were admitted
    PRIMARY KEY (centre_id, site_id, entry_point_id, hour, rule),
    FOREIGN KEY (centre_id, site_id) REFERENCES site (centre_id, id),
    FOREIGN KEY (centre_id, entry_point_id) REFERENCES entry_point (centre_id, id)
) WITH (fillfactor = 70);
