SELECT bit FROM skill WHERE centre_id = $1::uuid AND name = $2::text
