INSERT INTO visitor (centre_id, id, site_id, first_seen, name)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::uuid[]), unnest($4::timestamptz[]), unnest($5::text[])
ON CONFLICT (centre_id, id) DO UPDATE
   SET site_id = excluded.site_id,
       -- Whom the floor has forgotten comes back as if for the first time, and without his name.
       first_seen = least(visitor.first_seen, excluded.first_seen),
       name = CASE WHEN excluded.name = '' THEN visitor.name ELSE excluded.name END
