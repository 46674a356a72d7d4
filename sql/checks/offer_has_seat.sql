-- An offer is a seat of the agent it was made to, and the other way round; a conversation that is offered has one.
SELECT coalesce(offer.centre_id, seat.centre_id) AS centre_id, coalesce(offer.conversation_id, seat.conversation_id) AS conversation_id,
       offer.agent_id AS offered_to, seat.agent_id AS seat_of
  FROM (SELECT * FROM offer WHERE outcome = 'open') AS offer
  FULL JOIN (SELECT * FROM seat WHERE held_as = 'offer') AS seat
         ON seat.centre_id = offer.centre_id AND seat.conversation_id = offer.conversation_id AND seat.agent_id = offer.agent_id
 WHERE offer.centre_id IS NULL OR seat.centre_id IS NULL
UNION ALL
SELECT centre_id, id, NULL, NULL
  FROM conversation
 WHERE state = 'offered'
   AND NOT EXISTS (SELECT FROM offer WHERE offer.centre_id = conversation.centre_id
                                       AND offer.conversation_id = conversation.id AND offer.outcome = 'open')
