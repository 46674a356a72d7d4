SELECT conversation_id, number, agent_id, from_agent_id, made_at, over_at, outcome
  FROM offer WHERE centre_id = $1::uuid AND outcome = 'open' ORDER BY conversation_id
