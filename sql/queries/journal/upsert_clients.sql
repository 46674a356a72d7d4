INSERT INTO client (centre_id, id, last_number, seen_at)
SELECT $1::uuid, changed.* FROM unnest($2::uuid[], $3::bigint[], $4::timestamptz[]) AS changed
ON CONFLICT (centre_id, id) DO UPDATE SET last_number = excluded.last_number, seen_at = excluded.seen_at
