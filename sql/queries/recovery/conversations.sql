-- The open ones, those ended since $2, and those that still hold a seat (a wrap-up).
WITH wanted AS (
    SELECT id FROM conversation WHERE centre_id = $1::uuid AND state <> 'ended'
    UNION
    SELECT id FROM conversation WHERE centre_id = $1::uuid AND state = 'ended' AND state_since >= $2::timestamptz
    UNION
    SELECT conversation_id FROM seat WHERE centre_id = $1::uuid AND conversation_id IS NOT NULL
)
SELECT id, visitor_id, site_id, entry_point_id, language, priority, state, episode, arrival, agent_id, transfer_to,
       state_since, array_to_string(excluded, ','), ended_by, ended_why, visitor_read_seq, agent_read_seq
  FROM conversation
 WHERE centre_id = $1::uuid AND id IN (SELECT id FROM wanted)
 ORDER BY id
