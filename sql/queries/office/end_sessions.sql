DELETE FROM session WHERE centre_id = $1::uuid AND agent_id = $2::uuid
