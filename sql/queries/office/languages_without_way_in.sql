SELECT language
  FROM site, unnest(languages) WITH ORDINALITY AS spoken (language, n)
 WHERE centre_id = $1::uuid AND id = $2::uuid
   AND NOT EXISTS (SELECT FROM site_entry_point
                    WHERE site_entry_point.centre_id = $1::uuid AND site_id = $2::uuid AND site_entry_point.language = spoken.language)
 ORDER BY n
