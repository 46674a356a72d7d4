DELETE FROM session WHERE id = $1::uuid
