-- Held by the session: freed by its end, however that comes about.
SELECT pg_advisory_lock($1::bigint)
