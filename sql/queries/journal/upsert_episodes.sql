INSERT INTO episode (centre_id, conversation_id, n, cause, entry_point_id, started_at, accepted_at, answered_at, over_at,
                     agent_id, outcome, predicted_ms)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::integer[]), unnest($4::text[]), unnest($5::uuid[]),
       unnest($6::timestamptz[]), unnest($7::timestamptz[]), unnest($8::timestamptz[]), unnest($9::timestamptz[]),
       unnest($10::uuid[]), unnest($11::text[]), unnest($12::bigint[])
ON CONFLICT (centre_id, conversation_id, n) DO UPDATE
   SET cause = excluded.cause, entry_point_id = excluded.entry_point_id, started_at = excluded.started_at,
       accepted_at = excluded.accepted_at, answered_at = excluded.answered_at, over_at = excluded.over_at,
       agent_id = excluded.agent_id, outcome = excluded.outcome, predicted_ms = excluded.predicted_ms
