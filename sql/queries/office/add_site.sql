INSERT INTO site (centre_id, id, key, name, origins, languages, theme, leave_message)
VALUES ($1::uuid, $2::uuid, $3::text, $4::text, $5::text[], $6::text[], $7::jsonb, $8::boolean)
