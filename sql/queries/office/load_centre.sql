SELECT name, seats_max FROM centre WHERE id = $1::uuid
