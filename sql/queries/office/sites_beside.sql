-- Keys of other sites whose visitors take a way in of the site $2.
SELECT DISTINCT site.key
  FROM site_entry_point AS mine
  JOIN site_entry_point AS theirs ON theirs.centre_id = mine.centre_id AND theirs.entry_point_id = mine.entry_point_id
                                 AND theirs.site_id <> mine.site_id
  JOIN site ON site.centre_id = theirs.centre_id AND site.id = theirs.site_id
 WHERE mine.centre_id = $1::uuid AND mine.site_id = $2::uuid
 ORDER BY site.key
