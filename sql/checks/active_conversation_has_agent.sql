-- Who is active has an agent, and that agent holds exactly one seat for it.
SELECT conversation.centre_id, conversation.id, conversation.agent_id, count(seat.n) AS seats
  FROM conversation
  LEFT JOIN seat ON seat.centre_id = conversation.centre_id AND seat.conversation_id = conversation.id
                AND seat.agent_id = conversation.agent_id AND seat.held_as = 'active'
 WHERE conversation.state = 'active'
 GROUP BY conversation.centre_id, conversation.id, conversation.agent_id
HAVING conversation.agent_id IS NULL OR count(seat.n) <> 1
