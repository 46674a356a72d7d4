SELECT id FROM centre WHERE name = $1::text
