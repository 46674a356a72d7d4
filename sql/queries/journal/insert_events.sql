INSERT INTO event (centre_id, number, at, kind, cause, conversation_id, agent_id, payload)
SELECT $1::uuid, happened.*
  FROM unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::jsonb[]) AS happened
