-- The caller puts the closed ones first: one open offer a conversation holds after every row.
INSERT INTO offer (centre_id, conversation_id, number, agent_id, from_agent_id, made_at, over_at, outcome)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::bigint[]), unnest($4::uuid[]), unnest($5::uuid[]),
       unnest($6::timestamptz[]), unnest($7::timestamptz[]), unnest($8::text[])
ON CONFLICT (centre_id, conversation_id, number) DO UPDATE
   SET agent_id = excluded.agent_id, from_agent_id = excluded.from_agent_id, made_at = excluded.made_at,
       over_at = excluded.over_at, outcome = excluded.outcome
