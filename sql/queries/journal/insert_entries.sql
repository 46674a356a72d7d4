INSERT INTO entry (centre_id, conversation_id, position, seq, made_by_event, at, message_id, author_id, kind, author_kind,
                   author_name, body, payload)
SELECT $1::uuid, line.*
  FROM unnest($2::uuid[], $3::integer[], $4::integer[], $5::bigint[], $6::timestamptz[], $7::uuid[], $8::uuid[], $9::text[],
              $10::text[], $11::text[], $12::text[], $13::jsonb[]) AS line
