SELECT agent_id, n, held_as, conversation_id, limit_when_taken, since
  FROM seat WHERE centre_id = $1::uuid AND kind = 'chat' ORDER BY agent_id, n
