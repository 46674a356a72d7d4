-- The same password with today's cost, unless it was changed meanwhile.
UPDATE agent SET password_hash = $3::text WHERE email = $1::text AND password_hash = $2::text
