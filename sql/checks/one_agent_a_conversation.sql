SELECT centre_id, conversation_id, held_as, count(*) AS agents
  FROM seat
 WHERE conversation_id IS NOT NULL AND held_as IN ('offer', 'active')
 GROUP BY centre_id, conversation_id, held_as
HAVING count(*) > 1
