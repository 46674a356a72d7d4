SELECT centre_id, conversation_id, message_id, count(*) AS copies
  FROM entry WHERE message_id IS NOT NULL
 GROUP BY centre_id, conversation_id, message_id
HAVING count(*) > 1
