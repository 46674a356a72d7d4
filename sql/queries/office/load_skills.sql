SELECT bit, name FROM skill WHERE centre_id = $1::uuid ORDER BY bit
