INSERT INTO client (centre_id, id, last_number, seen_at)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::bigint[]), unnest($4::timestamptz[])
ON CONFLICT (centre_id, id) DO UPDATE SET last_number = excluded.last_number, seen_at = excluded.seen_at
