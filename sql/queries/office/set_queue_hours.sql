UPDATE queue SET zone = $3::text, hours = CASE WHEN $4::boolean THEN 'always' ELSE 'weekly' END
 WHERE centre_id = $1::uuid AND id = $2::uuid
