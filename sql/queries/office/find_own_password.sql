SELECT password_hash, one_time_until IS NOT NULL
  FROM session JOIN agent ON agent.centre_id = session.centre_id AND agent.id = session.agent_id
 WHERE session.id = $1::uuid AND NOT disabled AND idle_ends_at > $2::timestamptz AND ends_at > $2::timestamptz
