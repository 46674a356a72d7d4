-- Apart, because naming the column checks it against the centre's limit, which may have been lowered since.
UPDATE agent SET seats = $3::integer WHERE centre_id = $1::uuid AND id = $2::uuid
