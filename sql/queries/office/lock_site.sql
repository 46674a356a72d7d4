SELECT centre_id, id, name FROM site WHERE key = $1::text FOR NO KEY UPDATE
