SELECT id, name FROM centre ORDER BY name
