SELECT conversation_id, position, seq, message_id, at, author_kind
  FROM entry WHERE centre_id = $1::uuid AND conversation_id = ANY ($2::uuid[])
 ORDER BY conversation_id, position
