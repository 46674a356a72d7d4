UPDATE agent SET password_hash = $3::text, one_time_until = $4::timestamptz WHERE centre_id = $1::uuid AND id = $2::uuid
