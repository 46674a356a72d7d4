SELECT count(*), (SELECT seats_max FROM centre WHERE id = $1::uuid) FROM agent WHERE centre_id = $1::uuid
