UPDATE left_message SET done = true, done_by = finished.agent_id, done_at = finished.at
  FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[]) AS finished (id, agent_id, at)
 WHERE left_message.centre_id = $1::uuid AND left_message.id = finished.id
