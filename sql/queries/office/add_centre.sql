INSERT INTO centre (id, name, seats_max) VALUES ($1::uuid, $2::text, $3::integer)
