INSERT INTO people_act (centre_id, by_agent, agent_id, what, changes) VALUES ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::jsonb)
