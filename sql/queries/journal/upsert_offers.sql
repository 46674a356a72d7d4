-- The caller puts the closed ones first: one open offer a conversation holds after every row.
INSERT INTO offer (centre_id, conversation_id, number, agent_id, from_agent_id, made_at, over_at, outcome)
SELECT $1::uuid, changed.*
  FROM unnest($2::uuid[], $3::bigint[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::timestamptz[], $8::text[]) AS changed
ON CONFLICT (centre_id, conversation_id, number) DO UPDATE
   SET agent_id = excluded.agent_id, from_agent_id = excluded.from_agent_id, made_at = excluded.made_at,
       over_at = excluded.over_at, outcome = excluded.outcome
