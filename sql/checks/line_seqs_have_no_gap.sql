-- What the visitor sees is numbered without hole or repeat, in the order of positions.
SELECT centre_id, conversation_id, position, seq
  FROM (SELECT centre_id, conversation_id, position, seq,
               row_number() OVER (PARTITION BY centre_id, conversation_id ORDER BY position) AS expected
          FROM entry WHERE seq IS NOT NULL) AS seen
 WHERE seq <> expected
