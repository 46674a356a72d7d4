-- A changed password ends what was signed in with the old one.
WITH changed AS (UPDATE agent SET password_hash = $2::text WHERE email = $1::text RETURNING centre_id, id),
     ended AS (DELETE FROM session USING changed WHERE session.centre_id = changed.centre_id AND session.agent_id = changed.id)
SELECT id FROM changed
