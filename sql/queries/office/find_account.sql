SELECT centre_id, id, email, name, role, seats, skills, language, disabled, one_time_until IS NOT NULL, password_hash, one_time_until
  FROM agent WHERE email = $1::text
