SELECT id, last_number, seen_at FROM client WHERE centre_id = $1::uuid AND seen_at >= $2::timestamptz ORDER BY id
