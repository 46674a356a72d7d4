SELECT entry_point_id, availability, cause, version, by_hand FROM entry_point_state WHERE centre_id = $1::uuid ORDER BY entry_point_id
