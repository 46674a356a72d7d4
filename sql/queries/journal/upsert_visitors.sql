INSERT INTO visitor (centre_id, id, site_id, first_seen, name)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::uuid[]), unnest($4::timestamptz[]), unnest($5::text[])
ON CONFLICT (centre_id, id) DO UPDATE
   SET site_id = excluded.site_id, first_seen = excluded.first_seen, name = excluded.name
