SELECT conversation_id, position, seq, at FROM entry
 WHERE centre_id = $1::uuid AND conversation_id = $2::uuid AND message_id = $3::uuid
