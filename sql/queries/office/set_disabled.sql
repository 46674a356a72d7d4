-- From the command line.
WITH changed AS (UPDATE agent SET disabled = $2::boolean WHERE email = $1::text RETURNING centre_id, id),
     ended AS (DELETE FROM session USING changed WHERE session.centre_id = changed.centre_id AND session.agent_id = changed.id),
     noted AS (INSERT INTO people_act (centre_id, agent_id, what)
               SELECT centre_id, id, CASE WHEN $2::boolean THEN 'disabled' ELSE 'enabled' END FROM changed)
SELECT id FROM changed
