-- Those of the site $2 that were called after it, $3, are called after its new name.
UPDATE entry_point SET name = $4::text || ' ' || language
  FROM site_entry_point AS way
 WHERE way.centre_id = $1::uuid AND way.site_id = $2::uuid
   AND entry_point.centre_id = way.centre_id AND entry_point.id = way.entry_point_id
   AND entry_point.name = $3::text || ' ' || language
