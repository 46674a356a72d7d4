-- What a line costs. PostgreSQL reads the CHECKs of a table anew for every statement and keeps those of a domain, so the hot tables hold
-- theirs in the types of the columns. And the number of the client that a line consumed stands with the line: the row in
-- `client` follows with the next batch that is more than lines, once for many (queries/journal/upsert_clients.sql).
-- Writes the tables anew: some five seconds for a million lines.

CREATE DOMAIN positive_int4 AS integer CHECK (VALUE >= 1);
CREATE DOMAIN positive_int8 AS bigint CHECK (VALUE >= 1);
CREATE DOMAIN natural_int8 AS bigint CHECK (VALUE >= 0);
CREATE DOMAIN line_kind AS text CHECK (VALUE IN ('text', 'file', 'call', 'system', 'note'));
CREATE DOMAIN party AS text CHECK (VALUE IN ('visitor', 'agent', 'system'));

ALTER TABLE entry
    DROP CONSTRAINT entry_position_check,
    DROP CONSTRAINT entry_seq_check,
    DROP CONSTRAINT entry_made_by_event_check,
    DROP CONSTRAINT entry_kind_check,
    DROP CONSTRAINT entry_author_kind_check,
    ALTER COLUMN position TYPE positive_int4,
    ALTER COLUMN seq TYPE positive_int4,
    ALTER COLUMN made_by_event TYPE positive_int8,
    ALTER COLUMN kind TYPE line_kind,
    ALTER COLUMN author_kind TYPE party,
    -- The last numbers of clients that the batch of this line consumed, one a line. NULL: they went to `client` at once.
    ADD COLUMN client_id uuid,
    ADD COLUMN client_number positive_int8;

ALTER TABLE centre_head
    DROP CONSTRAINT centre_head_head_check,
    DROP CONSTRAINT centre_head_epoch_check,
    ALTER COLUMN head TYPE natural_int8,
    ALTER COLUMN epoch TYPE natural_int8,
    ADD COLUMN clients_at natural_int8 NOT NULL DEFAULT 0;  -- `client` says what was consumed up to this event; lines say the rest

UPDATE centre_head SET clients_at = head;

-- As before, and `client` is written in the same transaction.
CREATE OR REPLACE FUNCTION advance_head(of_centre uuid, of_epoch bigint, head_before bigint, head_after bigint, at_instant timestamptz, lease interval)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE centre_head
       SET head = head_after, clients_at = head_after, last_at = greatest(last_at, at_instant),
           expires_at = clock_timestamp() + lease
     WHERE centre_id = of_centre AND epoch = of_epoch AND head = head_before;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'another head or epoch' USING ERRCODE = 'RL001';
    END IF;
END $$;
