SELECT conversation_id, position, seq, at
  FROM conversation
  JOIN entry ON entry.centre_id = conversation.centre_id AND entry.conversation_id = conversation.id AND entry.message_id = $3::uuid
 WHERE conversation.centre_id = $1::uuid AND conversation.visitor_id = $2::uuid
 LIMIT 1
