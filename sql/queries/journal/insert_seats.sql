INSERT INTO seat (centre_id, agent_id, n, held_as, conversation_id, limit_when_taken, since)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::integer[]), unnest($4::text[]), unnest($5::uuid[]),
       unnest($6::integer[]), unnest($7::timestamptz[])
