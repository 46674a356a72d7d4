INSERT INTO visitor (centre_id, id, site_id, first_seen, name)
SELECT $1::uuid, changed.* FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[]) AS changed
ON CONFLICT (centre_id, id) DO UPDATE
   SET site_id = excluded.site_id, first_seen = excluded.first_seen, name = excluded.name
