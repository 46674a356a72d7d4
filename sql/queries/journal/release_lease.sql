UPDATE centre_head SET owner = '', expires_at = '-infinity' WHERE centre_id = $1::uuid AND epoch = $2::bigint
