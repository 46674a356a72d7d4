SELECT centre_id, id, email, name, role, seats, skills, language, disabled FROM agent WHERE centre_id = $1::uuid ORDER BY email
