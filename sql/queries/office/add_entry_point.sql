INSERT INTO entry_point (centre_id, id, queue_id, name, required) VALUES ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::bigint)
