INSERT INTO agent_state (centre_id, agent_id, status, reason, since, last_assigned, missed_in_a_row)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::timestamptz[]),
       unnest($6::timestamptz[]), unnest($7::integer[])
ON CONFLICT (centre_id, agent_id) DO UPDATE
   SET status = excluded.status, reason = excluded.reason, since = excluded.since,
       last_assigned = excluded.last_assigned, missed_in_a_row = excluded.missed_in_a_row
