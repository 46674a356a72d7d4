-- From the command line: the person's own from the first moment. A changed password ends what was signed in with the old one.
WITH changed AS (UPDATE agent SET password_hash = $2::text, one_time_until = NULL WHERE email = $1::text RETURNING centre_id, id),
     ended AS (DELETE FROM session USING changed WHERE session.centre_id = changed.centre_id AND session.agent_id = changed.id),
     noted AS (INSERT INTO people_act (centre_id, agent_id, what) SELECT centre_id, id, 'password_reset' FROM changed)
SELECT id FROM changed
