-- Of the next $5 conversations that ended before $2, behind the one that ended at $3 (microseconds, as stored) and has the id $4:
-- what was said, and by which visitor. Lines keep number and place. $6: only counted. No row: there are no more.
WITH batch AS (
    SELECT id, state_since
      FROM conversation
     WHERE centre_id = $1::uuid AND state = 'ended' AND state_since < $2::timestamptz
       AND state_since >= to_timestamp(0) + $3::bigint * interval '1 microsecond'
       AND (state_since > to_timestamp(0) + $3::bigint * interval '1 microsecond' OR id > $4::uuid)
     ORDER BY state_since, id LIMIT $5::integer
), said AS (
    SELECT entry.conversation_id, entry.position
      FROM batch
      JOIN entry ON entry.centre_id = $1::uuid AND entry.conversation_id = batch.id
     WHERE body IS NOT NULL OR (author_kind = 'visitor' AND author_name <> '')
), erased AS (
    UPDATE entry SET body = NULL, author_name = CASE author_kind WHEN 'visitor' THEN '' ELSE author_name END
      FROM said
     WHERE NOT $6::boolean AND entry.centre_id = $1::uuid
       AND entry.conversation_id = said.conversation_id AND entry.position = said.position
)
SELECT (SELECT count(*) FROM batch), (SELECT count(DISTINCT conversation_id) FROM said), (SELECT count(*) FROM said),
       (extract(epoch FROM last.state_since) * 1000000)::bigint, last.id
  FROM (SELECT state_since, id FROM batch ORDER BY state_since DESC, id DESC LIMIT 1) AS last
