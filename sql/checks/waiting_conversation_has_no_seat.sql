-- A visitor in the queue occupies nobody; one who left does not either, but for a wrap-up.
SELECT conversation.centre_id, conversation.id, conversation.state, seat.agent_id, seat.held_as
  FROM conversation
  JOIN seat ON seat.centre_id = conversation.centre_id AND seat.conversation_id = conversation.id
 WHERE (conversation.state = 'waiting' AND seat.held_as <> 'wrap_up')
    OR (conversation.state = 'ended' AND seat.held_as <> 'wrap_up')
    OR (conversation.state = 'offered' AND seat.held_as = 'active')
