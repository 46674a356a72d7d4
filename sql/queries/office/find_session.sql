SELECT agent.centre_id, agent.id, email, name, role, seats, skills, language, disabled, one_time_until IS NOT NULL, session.id, session.seen_at
  FROM session JOIN agent ON agent.centre_id = session.centre_id AND agent.id = session.agent_id
 WHERE token_hash = $1::bytea AND idle_ends_at > $2::timestamptz AND ends_at > $2::timestamptz AND NOT disabled
