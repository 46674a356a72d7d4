UPDATE centre_head SET expires_at = clock_timestamp() + make_interval(secs => $3::bigint / 1000.0)
 WHERE centre_id = $1::uuid AND epoch = $2::bigint
RETURNING head
