-- store_lines for a batch of one line, which nearly every batch is while a centre is calm: values instead of arrays of one.
WITH head AS (
    UPDATE centre_head
       SET head = $4::bigint, last_at = greatest(last_at, $5::timestamptz),
           expires_at = clock_timestamp() + make_interval(secs => $6::bigint / 1000.0)
     WHERE centre_id = $1::uuid AND epoch = $2::bigint AND head = $3::bigint
    RETURNING centre_id
), line AS (
    INSERT INTO entry (centre_id, conversation_id, position, seq, made_by_event, at, message_id, author_id, kind, author_kind,
                       author_name, body, payload)
    SELECT centre_id, $7::uuid, $8::integer, $9::integer, $10::bigint, $11::timestamptz, $12::uuid, $13::uuid, $14::text,
           $15::text, $16::text, $17::text, $18::jsonb
      FROM head
)
INSERT INTO client (centre_id, id, last_number, seen_at)
SELECT centre_id, $19::uuid, $20::bigint, $21::timestamptz
  FROM head
ON CONFLICT (centre_id, id) DO UPDATE SET last_number = excluded.last_number, seen_at = excluded.seen_at
