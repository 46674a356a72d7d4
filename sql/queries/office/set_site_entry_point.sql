INSERT INTO site_entry_point (centre_id, site_id, language, entry_point_id)
VALUES ($1::uuid, $2::uuid, $3::text, $4::uuid)
ON CONFLICT (centre_id, site_id, language) DO UPDATE SET entry_point_id = excluded.entry_point_id
