INSERT INTO episode (centre_id, conversation_id, n, cause, entry_point_id, started_at, accepted_at, answered_at, over_at,
                     agent_id, outcome, predicted_ms)
SELECT $1::uuid, changed.*
  FROM unnest($2::uuid[], $3::integer[], $4::text[], $5::uuid[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[],
              $9::timestamptz[], $10::uuid[], $11::text[], $12::bigint[]) AS changed
ON CONFLICT (centre_id, conversation_id, n) DO UPDATE
   SET cause = excluded.cause, entry_point_id = excluded.entry_point_id, started_at = excluded.started_at,
       accepted_at = excluded.accepted_at, answered_at = excluded.answered_at, over_at = excluded.over_at,
       agent_id = excluded.agent_id, outcome = excluded.outcome, predicted_ms = excluded.predicted_ms
