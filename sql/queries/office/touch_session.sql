UPDATE session SET seen_at = $3::timestamptz, idle_ends_at = $4::timestamptz WHERE centre_id = $1::uuid AND id = $2::uuid
