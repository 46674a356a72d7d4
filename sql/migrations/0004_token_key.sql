-- What visitors' tokens are signed with: one key for all daemons on this database, made by the first that starts. Written once.
CREATE TABLE token_key (
    only_one    boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (only_one),  -- there is one row
    key         bytea       NOT NULL CHECK (octet_length(key) = 32),             -- random; who has it can pass for any visitor
    made_at     timestamptz NOT NULL DEFAULT now()                               -- a key in use is never replaced: open pages would lose their conversation
);
