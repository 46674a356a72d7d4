SELECT DISTINCT entry.centre_id, entry.conversation_id
  FROM entry
  LEFT JOIN conversation ON conversation.centre_id = entry.centre_id AND conversation.id = entry.conversation_id
 WHERE conversation.id IS NULL
