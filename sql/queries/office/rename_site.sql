UPDATE site SET name = $3::text WHERE centre_id = $1::uuid AND id = $2::uuid
