SELECT agent_id, status, reason, since, last_assigned, missed_in_a_row FROM agent_state WHERE centre_id = $1::uuid ORDER BY agent_id
