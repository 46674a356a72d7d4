SELECT id, at, visitor_id, site_id, entry_point_id, conversation_id, language, name, email, phone, body, done, done_by, done_at
  FROM left_message WHERE centre_id = $1::uuid AND done = $2::boolean ORDER BY at DESC, id DESC LIMIT $3::integer
