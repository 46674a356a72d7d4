-- What was done to accounts, newest first, before one number. No author: the command line.
SELECT act.number, act.at, author.id, author.name, who.id, who.name, act.what, act.changes::text, who.email
  FROM people_act AS act
  JOIN agent AS who ON who.centre_id = act.centre_id AND who.id = act.agent_id
  LEFT JOIN agent AS author ON author.centre_id = act.centre_id AND author.id = act.by_agent
 WHERE act.centre_id = $1::uuid AND act.number < $2::bigint
 ORDER BY act.number DESC LIMIT $3::integer
