WITH changed AS (UPDATE agent SET disabled = $2::boolean WHERE email = $1::text RETURNING centre_id, id),
     ended AS (DELETE FROM session USING changed WHERE session.centre_id = changed.centre_id AND session.agent_id = changed.id)
SELECT id FROM changed
