-- Of the next $4 messages behind the id $3 that were done before $2 and still say something. They stay as rows. $5: only counted.
WITH batch AS (
    SELECT id
      FROM left_message
     WHERE centre_id = $1::uuid AND done AND done_at < $2::timestamptz AND ($3::uuid IS NULL OR id > $3::uuid)
       AND (name, email, phone, body) <> ('', '', '', '')
     ORDER BY id LIMIT $4::integer
), erased AS (
    UPDATE left_message SET name = '', email = '', phone = '', body = ''
      FROM batch WHERE NOT $5::boolean AND left_message.centre_id = $1::uuid AND left_message.id = batch.id
)
SELECT (SELECT count(*) FROM batch), (SELECT count(*) FROM batch), last.id
  FROM (SELECT id FROM batch ORDER BY id DESC LIMIT 1) AS last
