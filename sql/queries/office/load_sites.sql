SELECT id, key, name, to_jsonb(origins)::text, to_jsonb(languages)::text, theme::text, leave_message
  FROM site WHERE centre_id = $1::uuid ORDER BY key
