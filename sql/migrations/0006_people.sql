-- Accounts managed from the console: passwords that are good for one sign-in, and who did what to whom. Written by the office alone.

ALTER TABLE agent
    ADD COLUMN one_time_until timestamptz,  -- NULL: the password is the person's own. Else made by the server: good for one sign-in before that (which sets it back), and then a new one must be chosen
    ADD COLUMN signed_in_at   timestamptz;  -- the last sign-in; NULL: none since this column is there

-- A sign-in with such a password may do nothing but choose a new one. Choosing it moves session.ends_at, once.

-- Each act on a person's account, kept for ever: rows are only added.
CREATE TABLE people_act (
    centre_id  uuid        NOT NULL,
    number     bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,  -- their order
    at         timestamptz NOT NULL DEFAULT now(),
    by_agent   uuid,                  -- who did it; NULL: the command line
    agent_id   uuid        NOT NULL,  -- to whom
    what       text        NOT NULL CHECK (what IN ('added', 'changed', 'disabled', 'enabled', 'password_reset', 'password_changed')),
    changes    jsonb       NOT NULL DEFAULT '{}',  -- before and after: {"role": ["agent", "supervisor"]}; never a password
    PRIMARY KEY (centre_id, number),
    FOREIGN KEY (centre_id, by_agent) REFERENCES agent (centre_id, id),
    FOREIGN KEY (centre_id, agent_id) REFERENCES agent (centre_id, id)
);
CREATE INDEX people_act_on ON people_act (centre_id, agent_id, number);
