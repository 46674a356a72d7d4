SELECT head, epoch FROM centre_head WHERE centre_id = $1::uuid
