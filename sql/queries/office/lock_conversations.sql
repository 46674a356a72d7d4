-- A visitor's, the latest first, and whether an agent is still wrapping up. Locked: none of them begins again until the end of the
-- transaction.
SELECT id, state, state_since,
       EXISTS (SELECT FROM seat WHERE seat.centre_id = $1::uuid AND seat.conversation_id = conversation.id)
  FROM conversation
 WHERE centre_id = $1::uuid AND visitor_id = $2::uuid ORDER BY state_since DESC, id FOR UPDATE
