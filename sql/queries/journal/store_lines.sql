-- A batch of lines and nothing else, which most batches are: one statement instead of three, at half of the cost. The insert
-- reads `head`: it begins when the row is ours (the UPDATE waits there for an old backend of ours), and with another head or
-- epoch there is no row to read and nothing is stored. Whoever runs it must look at the number of rows.
WITH head AS (
    UPDATE centre_head
       SET head = $4::bigint, last_at = greatest(last_at, $5::timestamptz),
           expires_at = clock_timestamp() + make_interval(secs => $6::bigint / 1000.0)
     WHERE centre_id = $1::uuid AND epoch = $2::bigint AND head = $3::bigint
    RETURNING centre_id
)
INSERT INTO entry (centre_id, conversation_id, position, seq, made_by_event, at, message_id, author_id, kind, author_kind,
                   author_name, body, payload, client_id, client_number)
SELECT centre_id, unnest($7::uuid[]), unnest($8::integer[]), unnest($9::integer[]), unnest($10::bigint[]),
       unnest($11::timestamptz[]), unnest($12::uuid[]), unnest($13::uuid[]), unnest($14::text[]), unnest($15::text[]),
       unnest($16::text[]), unnest($17::text[]), unnest($18::jsonb[]), unnest($19::uuid[]), unnest($20::bigint[])
  FROM head
