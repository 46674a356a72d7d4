INSERT INTO event (centre_id, number, at, kind, cause, conversation_id, agent_id, payload)
SELECT $1::uuid, unnest($2::bigint[]), unnest($3::timestamptz[]), unnest($4::text[]), unnest($5::text[]), unnest($6::uuid[]),
       unnest($7::uuid[]), unnest($8::jsonb[])
