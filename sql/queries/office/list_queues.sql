SELECT id, name, zone, hours = 'always', places FROM queue WHERE centre_id = $1::uuid ORDER BY name
