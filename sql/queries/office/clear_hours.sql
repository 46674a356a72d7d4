DELETE FROM queue_hours WHERE centre_id = $1::uuid AND queue_id = $2::uuid
