-- The last $2, newest first. No author: the command line.
SELECT people_act.at, coalesce(author.name, ''), what, agent.name, agent.email, changes::text
  FROM people_act
  JOIN agent ON agent.centre_id = people_act.centre_id AND agent.id = people_act.agent_id
  LEFT JOIN agent AS author ON author.centre_id = people_act.centre_id AND author.id = by_agent
 WHERE people_act.centre_id = $1::uuid
 ORDER BY number DESC LIMIT $2::integer
