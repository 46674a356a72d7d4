SELECT agent.id, agent.name, role, skills, least(seats, centre.seats_max), disabled
  FROM agent JOIN centre ON centre.id = agent.centre_id
 WHERE agent.centre_id = $1::uuid ORDER BY agent.id
