-- $2 of the session $1 had the password $3 when it was checked: it gets $4, the person's other sessions end, and the session goes
-- on under a new token. After a one-time password it lasts from here on like any other.
WITH mine AS (  -- locked: who ends it meanwhile is waited for
    SELECT id, centre_id, agent_id FROM session WHERE id = $1::uuid AND agent_id = $2::uuid AND ends_at > $6::timestamptz FOR UPDATE
), person AS (SELECT centre_id, id, one_time_until IS NOT NULL AS chose FROM agent WHERE id = $2::uuid AND password_hash = $3::text),
changed AS (
    UPDATE agent SET password_hash = $4::text, one_time_until = NULL FROM person, mine
     WHERE agent.centre_id = person.centre_id AND agent.id = person.id AND password_hash = $3::text AND NOT disabled
       AND mine.centre_id = agent.centre_id AND mine.agent_id = agent.id
    RETURNING agent.centre_id, agent.id, chose
), others AS (
    DELETE FROM session USING changed
     WHERE session.centre_id = changed.centre_id AND session.agent_id = changed.id AND session.id <> $1::uuid
), noted AS (
    INSERT INTO people_act (centre_id, by_agent, agent_id, what) SELECT centre_id, id, id, 'password_changed' FROM changed
)
UPDATE session SET token_hash = $5::bytea, seen_at = $6::timestamptz, idle_ends_at = $7::timestamptz,
                   ends_at = CASE WHEN chose THEN $8::timestamptz ELSE ends_at END
  FROM changed WHERE session.id = $1::uuid
RETURNING session.ends_at
