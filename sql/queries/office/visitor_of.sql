SELECT visitor_id FROM conversation WHERE centre_id = $1::uuid AND id = $2::uuid
