INSERT INTO agent_state (centre_id, agent_id, status, reason, since, last_assigned, missed_in_a_row)
SELECT $1::uuid, changed.*
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::integer[]) AS changed
ON CONFLICT (centre_id, agent_id) DO UPDATE
   SET status = excluded.status, reason = excluded.reason, since = excluded.since,
       last_assigned = excluded.last_assigned, missed_in_a_row = excluded.missed_in_a_row
