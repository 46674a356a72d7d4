UPDATE entry_point SET queue_id = $3::uuid
  FROM site_entry_point AS way
 WHERE way.centre_id = $1::uuid AND way.site_id = $2::uuid
   AND entry_point.centre_id = way.centre_id AND entry_point.id = way.entry_point_id AND queue_id <> $3::uuid
