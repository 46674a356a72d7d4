SELECT centre_id, id, email, name, role, seats, skills, language, disabled, one_time_until IS NOT NULL, signed_in_at,
       EXISTS (SELECT FROM session WHERE session.centre_id = agent.centre_id AND session.agent_id = agent.id
                  AND idle_ends_at > $2::timestamptz AND ends_at > $2::timestamptz),
       one_time_until
  FROM agent WHERE centre_id = $1::uuid AND ($3::uuid IS NULL OR id = $3::uuid)
 ORDER BY lower(name), email
