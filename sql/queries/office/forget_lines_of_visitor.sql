-- What was said in these conversations, and by which visitor. Lines keep number and place. $3: only counted.
WITH said AS (
    SELECT conversation_id, position
      FROM entry
     WHERE centre_id = $1::uuid AND conversation_id = ANY ($2::uuid[])
       AND (body IS NOT NULL OR (author_kind = 'visitor' AND author_name <> ''))
), erased AS (
    UPDATE entry SET body = NULL, author_name = CASE author_kind WHEN 'visitor' THEN '' ELSE author_name END
      FROM said
     WHERE NOT $3::boolean AND entry.centre_id = $1::uuid
       AND entry.conversation_id = said.conversation_id AND entry.position = said.position
)
SELECT count(DISTINCT conversation_id), count(*) FROM said
