-- Only if the password that was checked is still the person's, and of a one-time password the first: what happened while it was
-- being checked counts. $8: its hash, $9: the same with today's cost. The person's sessions that are over go.
WITH person AS (
    UPDATE agent
       SET password_hash = $9::text, signed_in_at = $5::timestamptz,
           one_time_until = CASE WHEN one_time_until IS NOT NULL THEN $5::timestamptz END
     WHERE centre_id = $1::uuid AND id = $4::uuid AND password_hash = $8::text AND NOT disabled
       -- Whoever was let in while this one's password was being checked has set both instants, perhaps to a later one than $5.
       AND (one_time_until IS NULL OR one_time_until > greatest($5::timestamptz, signed_in_at))
    RETURNING id
), over AS (
    DELETE FROM session WHERE centre_id = $1::uuid AND agent_id = $4::uuid AND least(idle_ends_at, ends_at) <= $5::timestamptz
)
INSERT INTO session (centre_id, id, token_hash, agent_id, created_at, seen_at, idle_ends_at, ends_at)
SELECT $1::uuid, $2::uuid, $3::bytea, person.id, $5::timestamptz, $5::timestamptz, $6::timestamptz, $7::timestamptz FROM person
RETURNING id
