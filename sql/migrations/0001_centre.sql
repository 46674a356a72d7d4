-- What administrators decide. Written by the office alone; the floor gets it as one value (relais::Settings).
-- One database may hold several centres: every key begins with centre_id. Rows that history refers to are never
-- deleted, they are disabled. Times are UTC instants; durations are integers in milliseconds, as in the program.

CREATE TABLE centre (
    id              uuid        NOT NULL PRIMARY KEY,
    name            text        NOT NULL UNIQUE CHECK (char_length(name) BETWEEN 1 AND 80), -- what command lines and pages call it
    created_at      timestamptz NOT NULL DEFAULT now(),  -- reports begin here
    seats_max       integer     NOT NULL DEFAULT 3 CHECK (seats_max BETWEEN 1 AND 20),      -- no agent has more seats; above 3 only by an administrator
    seats_max_ever  integer     NOT NULL DEFAULT 3,      -- what a running seat may have been taken under: a lowered limit breaks nothing
    CHECK (seats_max_ever >= seats_max)
);

-- The lease row: who may write this centre, and how far its events are. Written by the journal alone; its `UPDATE` opens
-- every batch, so the row lock also orders a batch behind an old backend that is still finishing.
CREATE TABLE centre_head (
    centre_id   uuid        NOT NULL PRIMARY KEY REFERENCES centre (id),
    head        bigint      NOT NULL DEFAULT 0 CHECK (head >= 0),   -- number of the last stored event
    epoch       bigint      NOT NULL DEFAULT 0 CHECK (epoch >= 0),  -- plus one at each take-over: an older holder writes nothing more
    owner       text        NOT NULL DEFAULT '',                    -- who holds the lease; empty: nobody
    expires_at  timestamptz NOT NULL DEFAULT '-infinity',           -- after this another owner may take it
    last_at     timestamptz NOT NULL DEFAULT to_timestamp(0)        -- instant of the last stored event: time never goes back behind it
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);

-- Grows whenever something below changes, so that the daemon sees with one cheap query that it must load again.
CREATE TABLE settings_version (
    centre_id   uuid        NOT NULL PRIMARY KEY REFERENCES centre (id),
    version     bigint      NOT NULL DEFAULT 1,     -- relais::Settings::version
    changed_at  timestamptz NOT NULL DEFAULT now()  -- shown to administrators
) WITH (fillfactor = 10);

CREATE TABLE skill (
    centre_id  uuid     NOT NULL REFERENCES centre (id),
    bit        smallint NOT NULL CHECK (bit BETWEEN 0 AND 63),  -- its place in relais::SkillSet; never reused while named
    name       text     NOT NULL CHECK (char_length(name) BETWEEN 1 AND 40),
    PRIMARY KEY (centre_id, bit),
    UNIQUE (centre_id, name)
);

CREATE TABLE queue (
    centre_id          uuid     NOT NULL REFERENCES centre (id),
    id                 uuid     NOT NULL,
    name               text     NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
    priority           smallint NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 9),  -- 0 is served first
    offer_mode         text     NOT NULL DEFAULT 'offered' CHECK (offer_mode IN ('offered', 'auto_accepted')),
    places             integer  NOT NULL DEFAULT 0 CHECK (places BETWEEN 0 AND 10000),  -- how many may wait before the button goes; 0: none
    target_ms          integer  NOT NULL DEFAULT 15000 CHECK (target_ms BETWEEN 1000 AND 3600000),             -- the wait that is promised
    handling_guess_ms  integer  NOT NULL DEFAULT 360000 CHECK (handling_guess_ms BETWEEN 1000 AND 86400000),   -- for estimates until handlings are known
    wrap_up_ms         integer  NOT NULL DEFAULT 0 CHECK (wrap_up_ms BETWEEN 0 AND 3600000),                   -- holds the seat after the end
    zone               text     NOT NULL DEFAULT 'Europe/Paris' CHECK (char_length(zone) BETWEEN 1 AND 64),    -- IANA name: hours below are local there
    hours              text     NOT NULL DEFAULT 'always' CHECK (hours IN ('always', 'weekly')),               -- always: queue_hours is ignored, exceptions hold
    required           bigint   NOT NULL DEFAULT 0,  -- relais::SkillSet, bit 63 is the sign: what every visitor of this queue needs
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, name)
);

-- Weekly opening hours, several spans a day. A span over midnight is two rows.
CREATE TABLE queue_hours (
    centre_id  uuid     NOT NULL,
    queue_id   uuid     NOT NULL,
    weekday    smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7),  -- ISO 8601: 1 is Monday
    opens      time     NOT NULL,  -- local time in queue.zone
    closes     time     NOT NULL,  -- local; 24:00 is the end of the day
    PRIMARY KEY (centre_id, queue_id, weekday, opens),
    FOREIGN KEY (centre_id, queue_id) REFERENCES queue (centre_id, id) ON DELETE CASCADE,
    CHECK (closes > opens)
);

-- A date on which the week does not hold: all rows of that date replace its weekly hours.
CREATE TABLE queue_exception (
    centre_id  uuid     NOT NULL,
    queue_id   uuid     NOT NULL,
    on_date    date     NOT NULL,  -- local in queue.zone
    n          smallint NOT NULL DEFAULT 1 CHECK (n BETWEEN 1 AND 8),  -- several spans of one date
    opens      time,               -- NULL with closes: closed all day
    closes     time,
    reason     text     NOT NULL DEFAULT '' CHECK (char_length(reason) <= 80),  -- "14 July", for those who read the calendar
    PRIMARY KEY (centre_id, queue_id, on_date, n),
    FOREIGN KEY (centre_id, queue_id) REFERENCES queue (centre_id, id) ON DELETE CASCADE,
    CHECK ((opens IS NULL) = (closes IS NULL)),
    CHECK (closes > opens)
);

-- A way in: one queue and the skills a visitor needs there (RULES call it "entry"; here `entry` is a transcript line).
CREATE TABLE entry_point (
    centre_id  uuid   NOT NULL,
    id         uuid   NOT NULL,
    queue_id   uuid   NOT NULL,
    name       text   NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
    required   bigint NOT NULL DEFAULT 0,  -- relais::SkillSet; the queue's are added when settings are loaded
    PRIMARY KEY (centre_id, id),
    UNIQUE (centre_id, name),
    FOREIGN KEY (centre_id, queue_id) REFERENCES queue (centre_id, id)
);

CREATE TABLE site (
    centre_id      uuid    NOT NULL REFERENCES centre (id),
    id             uuid    NOT NULL,
    key            text    NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,38}$'),  -- in the page's snippet and in addresses, so unique over all centres
    name           text    NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
    origins        text[]  NOT NULL DEFAULT '{}',   -- pages that may connect, compared exactly with the Origin header
    languages      text[]  NOT NULL DEFAULT '{fr}' CHECK (cardinality(languages) >= 1),  -- the first is the one for everybody else
    theme          jsonb   NOT NULL DEFAULT '{}',   -- colours and texts of the widget, given to pages as it is
    leave_message  boolean NOT NULL DEFAULT true,   -- whether a message may be left when nobody can answer
    PRIMARY KEY (centre_id, id)
);

-- Which way in the visitors of a site take, by their language.
CREATE TABLE site_entry_point (
    centre_id       uuid NOT NULL,
    site_id         uuid NOT NULL,
    language        text NOT NULL CHECK (language ~ '^[a-z]{2}$'),
    entry_point_id  uuid NOT NULL,
    PRIMARY KEY (centre_id, site_id, language),
    FOREIGN KEY (centre_id, site_id) REFERENCES site (centre_id, id) ON DELETE CASCADE,
    FOREIGN KEY (centre_id, entry_point_id) REFERENCES entry_point (centre_id, id)
);

-- A person who signs in: agent, supervisor or administrator. What changes while working is in agent_state.
CREATE TABLE agent (
    centre_id      uuid        NOT NULL REFERENCES centre (id),
    id             uuid        NOT NULL,
    email          text        NOT NULL UNIQUE,      -- people sign in without naming their centre, so unique over all centres
    password_hash  text        NOT NULL,             -- Argon2id in its own text form (libsodium); empty: cannot sign in
    name           text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),  -- as colleagues and visitors see it
    role           text        NOT NULL DEFAULT 'agent' CHECK (role IN ('agent', 'supervisor', 'admin')),
    seats          integer     NOT NULL DEFAULT 3 CHECK (seats BETWEEN 1 AND 20),    -- live chats at a time; never above centre.seats_max (trigger)
    skills         bigint      NOT NULL DEFAULT 0,   -- relais::SkillSet, bit 63 is the sign
    disabled       boolean     NOT NULL DEFAULT false,  -- history keeps the row; a disabled person cannot sign in
    language       text        NOT NULL DEFAULT 'fr' CHECK (language ~ '^[a-z]{2}$'),  -- of the console
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (centre_id, id),
    CHECK (email = lower(email) AND email ~ '^[^@\s]+@[^@\s]+$' AND char_length(email) <= 254)
);

-- A new centre has its lease row and its version from the first moment.
CREATE FUNCTION centre_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO centre_head (centre_id) VALUES (NEW.id);
    INSERT INTO settings_version (centre_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER centre_rows AFTER INSERT ON centre FOR EACH ROW EXECUTE FUNCTION centre_rows();

CREATE FUNCTION centre_seats_max_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.seats_max_ever := greatest(NEW.seats_max, OLD.seats_max_ever);
    RETURN NEW;
END $$;
CREATE TRIGGER centre_seats_max_ever BEFORE UPDATE ON centre FOR EACH ROW EXECUTE FUNCTION centre_seats_max_ever();
CREATE FUNCTION centre_seats_max_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.seats_max_ever := NEW.seats_max;
    RETURN NEW;
END $$;
CREATE TRIGGER centre_seats_max_first BEFORE INSERT ON centre FOR EACH ROW EXECUTE FUNCTION centre_seats_max_first();

-- RULES 5: above the centre's limit nobody is given a seat.
CREATE FUNCTION agent_seats_within_centre() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seats > (SELECT seats_max FROM centre WHERE id = NEW.centre_id) THEN
        RAISE EXCEPTION 'an agent of this centre has at most % seats', (SELECT seats_max FROM centre WHERE id = NEW.centre_id)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agent_seats_within_centre';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agent_seats_within_centre BEFORE INSERT OR UPDATE OF seats ON agent
    FOR EACH ROW EXECUTE FUNCTION agent_seats_within_centre();

-- RULES 14: at most 64 ways in a centre. The centre's row orders those who add at the same time.
CREATE FUNCTION entry_point_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM centre WHERE id = NEW.centre_id FOR UPDATE;
    IF (SELECT count(*) FROM entry_point WHERE centre_id = NEW.centre_id) > 64 THEN
        RAISE EXCEPTION 'a centre has at most 64 entry points'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_point_count';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER entry_point_count AFTER INSERT ON entry_point FOR EACH ROW EXECUTE FUNCTION entry_point_count();

-- Every change of what the floor or the edge reads raises the version and wakes those who listen.
CREATE FUNCTION settings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed uuid;
BEGIN
    -- Not one CASE: all fields an expression names must be there, whichever branch is taken.
    IF TG_TABLE_NAME = 'centre' THEN
        changed := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        changed := OLD.centre_id;
    ELSE
        changed := NEW.centre_id;
    END IF;
    UPDATE settings_version SET version = version + 1, changed_at = now() WHERE centre_id = changed;
    PERFORM pg_notify('relais_settings', changed::text);
    RETURN NULL;
END $$;
CREATE TRIGGER settings_changed AFTER UPDATE ON centre FOR EACH ROW EXECUTE FUNCTION settings_changed();
CREATE TRIGGER settings_changed AFTER INSERT OR UPDATE OR DELETE ON queue FOR EACH ROW EXECUTE FUNCTION settings_changed();
CREATE TRIGGER settings_changed AFTER INSERT OR UPDATE OR DELETE ON queue_hours FOR EACH ROW EXECUTE FUNCTION settings_changed();
CREATE TRIGGER settings_changed AFTER INSERT OR UPDATE OR DELETE ON queue_exception FOR EACH ROW EXECUTE FUNCTION settings_changed();
CREATE TRIGGER settings_changed AFTER INSERT OR UPDATE OR DELETE ON entry_point FOR EACH ROW EXECUTE FUNCTION settings_changed();
CREATE TRIGGER settings_changed AFTER INSERT OR UPDATE OR DELETE ON site FOR EACH ROW EXECUTE FUNCTION settings_changed();
CREATE TRIGGER settings_changed AFTER INSERT OR UPDATE OR DELETE ON site_entry_point FOR EACH ROW EXECUTE FUNCTION settings_changed();
CREATE TRIGGER settings_changed AFTER INSERT OR UPDATE OF name, role, seats, skills, disabled OR DELETE ON agent
    FOR EACH ROW EXECUTE FUNCTION settings_changed();
