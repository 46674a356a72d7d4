SELECT id, site_id, first_seen, name FROM visitor WHERE centre_id = $1::uuid AND id = ANY ($2::uuid[]) ORDER BY id
