-- And those of the same person that are over go.
WITH over AS (DELETE FROM session WHERE centre_id = $1::uuid AND agent_id = $4::uuid AND least(idle_ends_at, ends_at) <= $5::timestamptz)
INSERT INTO session (centre_id, id, token_hash, agent_id, created_at, seen_at, idle_ends_at, ends_at)
VALUES ($1::uuid, $2::uuid, $3::bytea, $4::uuid, $5::timestamptz, $5::timestamptz, $6::timestamptz, $7::timestamptz)
