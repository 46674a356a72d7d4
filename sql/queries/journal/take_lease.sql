-- The same owner takes over at once (he restarted), another one when the lease is over. The row lock waits for a batch
-- that an older holder is just committing; behind it settle_clients runs in the same transaction.
UPDATE centre_head
   SET epoch = epoch + 1, owner = $2::text, expires_at = clock_timestamp() + make_interval(secs => $3::bigint / 1000.0)
 WHERE centre_id = $1::uuid AND (owner IN ('', $2::text) OR expires_at <= clock_timestamp())
RETURNING epoch, head, last_at
