UPDATE centre SET seats_max = $2::integer WHERE id = $1::uuid
