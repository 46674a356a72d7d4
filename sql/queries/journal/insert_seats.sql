INSERT INTO seat (centre_id, agent_id, n, held_as, conversation_id, limit_when_taken, since)
SELECT $1::uuid, taken.*
  FROM unnest($2::uuid[], $3::integer[], $4::text[], $5::uuid[], $6::integer[], $7::timestamptz[]) AS taken
