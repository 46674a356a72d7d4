SELECT entry_point_id, availability, cause, version, by_hand, since, by_hand_by, by_hand_at, by_hand_reason
  FROM entry_point_state WHERE centre_id = $1::uuid ORDER BY entry_point_id
