SELECT id, name, priority, offer_mode, places, target_ms, handling_guess_ms, wrap_up_ms, zone, hours = 'always', required
  FROM queue WHERE centre_id = $1::uuid ORDER BY id
