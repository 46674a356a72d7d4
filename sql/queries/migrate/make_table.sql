CREATE TABLE IF NOT EXISTS schema_migration (
    version      integer     NOT NULL PRIMARY KEY,   -- 1, 2, 3 ... without a gap
    name         text        NOT NULL,               -- of the file, for those who read it
    fingerprint  text        NOT NULL,               -- SHA-256 of the file's text: an edited migration is another one
    applied_at   timestamptz NOT NULL DEFAULT now()
)
