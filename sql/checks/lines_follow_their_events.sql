-- Within a conversation a later line was made by a later event.
SELECT centre_id, conversation_id, position, made_by_event
  FROM (SELECT *, lag(made_by_event) OVER (PARTITION BY centre_id, conversation_id ORDER BY position) AS before FROM entry) AS line
 WHERE made_by_event <= before
