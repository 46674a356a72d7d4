UPDATE agent SET name = $3::text, role = $4::text, skills = $5::bigint, language = $6::text, disabled = $7::boolean
 WHERE centre_id = $1::uuid AND id = $2::uuid
