SELECT position, seq, kind, at, author_kind, author_id, author_name, message_id, body, made_by_event,
       payload ->> 'what', payload ->> 'detail', payload ->> 'by'
  FROM entry
 WHERE centre_id = $1::uuid AND conversation_id = $2::uuid AND position > $3::integer AND position <= $4::integer
 ORDER BY position LIMIT $5::integer
