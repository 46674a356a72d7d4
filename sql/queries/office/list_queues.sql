SELECT id, name, zone, hours = 'always', places, priority, offer_mode, target_ms, wrap_up_ms
  FROM queue WHERE centre_id = $1::uuid ORDER BY name
