SELECT site_id, language, entry_point_id FROM site_entry_point WHERE centre_id = $1::uuid ORDER BY site_id, language
