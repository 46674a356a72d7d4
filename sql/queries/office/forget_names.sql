-- Of the next $4 visitors with a name behind the id $3: those of whom nothing is open or younger than $2. $5: only counted.
WITH batch AS (
    SELECT id
      FROM visitor
     WHERE centre_id = $1::uuid AND name <> '' AND first_seen < $2::timestamptz AND ($3::uuid IS NULL OR id > $3::uuid)
     ORDER BY id LIMIT $4::integer
), old AS (
    SELECT id
      FROM batch
     WHERE NOT EXISTS (SELECT FROM conversation
                        WHERE conversation.centre_id = $1::uuid AND visitor_id = batch.id
                          AND (state <> 'ended' OR state_since >= $2::timestamptz))
       AND NOT EXISTS (SELECT FROM left_message
                        WHERE left_message.centre_id = $1::uuid AND visitor_id = batch.id
                          AND (NOT done OR done_at >= $2::timestamptz))
), erased AS (
    UPDATE visitor SET name = ''
      FROM old WHERE NOT $5::boolean AND visitor.centre_id = $1::uuid AND visitor.id = old.id
)
SELECT (SELECT count(*) FROM batch), (SELECT count(*) FROM old), last.id
  FROM (SELECT id FROM batch ORDER BY id DESC LIMIT 1) AS last
