SELECT centre_id, id, email, name, role, seats, skills, language, disabled, password_hash FROM agent WHERE email = $1::text
