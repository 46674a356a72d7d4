SELECT centre_id, id FROM site WHERE key = $1::text
