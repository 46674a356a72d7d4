-- store_lines for a batch of one line, which nearly every batch is while a centre is calm: values instead of arrays of one.
WITH head AS (
    UPDATE centre_head
       SET head = $4::bigint, last_at = greatest(last_at, $5::timestamptz),
           expires_at = clock_timestamp() + make_interval(secs => $6::bigint / 1000.0)
     WHERE centre_id = $1::uuid AND epoch = $2::bigint AND head = $3::bigint
    RETURNING centre_id
)
INSERT INTO entry (centre_id, conversation_id, position, seq, made_by_event, at, message_id, author_id, kind, author_kind,
                   author_name, body, payload, client_id, client_number)
SELECT centre_id, $7::uuid, $8::integer, $9::integer, $10::bigint, $11::timestamptz, $12::uuid, $13::uuid, $14::text,
       $15::text, $16::text, $17::text, $18::jsonb, $19::uuid, $20::bigint
  FROM head
