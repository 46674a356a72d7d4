SELECT centre_id, id, email, name, role, seats, skills, language, disabled, one_time_until IS NOT NULL
  FROM agent WHERE centre_id = $1::uuid ORDER BY email
