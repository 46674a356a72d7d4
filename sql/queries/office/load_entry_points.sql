SELECT entry_point.id, queue_id, entry_point.name, entry_point.required | queue.required
  FROM entry_point
  JOIN queue ON queue.centre_id = entry_point.centre_id AND queue.id = entry_point.queue_id
 WHERE entry_point.centre_id = $1::uuid ORDER BY entry_point.id
