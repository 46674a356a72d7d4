SELECT centre_id, conversation_id, position FROM entry WHERE kind = 'note' AND seq IS NOT NULL
