SELECT owner, expires_at FROM centre_head WHERE centre_id = $1::uuid
