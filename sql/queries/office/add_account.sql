INSERT INTO agent (centre_id, id, email, password_hash, name, role, seats, skills, language, disabled)
VALUES ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::integer, $8::bigint, $9::text, $10::boolean)
