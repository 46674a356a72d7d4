UPDATE visitor SET name = '' WHERE centre_id = $1::uuid AND id = $2::uuid
