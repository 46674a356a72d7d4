-- What supervisors did by hand, newest first, before one number. The kinds and causes are those of the index event_act.
SELECT event.number, event.at, author.id, author.name, entry_point.id, agent.id, coalesce(entry_point.name, agent.name, ''),
       event.payload ->> 'by_hand', event.payload ->> 'status', coalesce(event.payload ->> 'reason', '')
  FROM event
  LEFT JOIN agent AS author ON author.centre_id = event.centre_id
   AND author.id = CASE event.kind WHEN 'agent_status_set' THEN (event.payload ->> 'by')::uuid ELSE event.agent_id END
  LEFT JOIN entry_point ON event.kind = 'entry_point_set_by_hand' AND entry_point.centre_id = event.centre_id
   AND entry_point.id = (event.payload ->> 'entry_point')::uuid
  LEFT JOIN agent ON event.kind = 'agent_status_set' AND agent.centre_id = event.centre_id AND agent.id = event.agent_id
 WHERE event.centre_id = $1::uuid AND event.number < $2::bigint
   AND (event.kind = 'entry_point_set_by_hand' OR (event.kind = 'agent_status_set' AND event.cause = 'forced'))
 ORDER BY event.number DESC LIMIT $3::integer
