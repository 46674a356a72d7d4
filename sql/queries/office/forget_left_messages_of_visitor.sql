-- Also those that are not done: they stay in the list until somebody marks them, without words. $3: only counted.
WITH said AS (
    SELECT id, done
      FROM left_message
     WHERE centre_id = $1::uuid AND visitor_id = $2::uuid AND (name, email, phone, body) <> ('', '', '', '')
), erased AS (
    UPDATE left_message SET name = '', email = '', phone = '', body = ''
      FROM said WHERE NOT $3::boolean AND left_message.centre_id = $1::uuid AND left_message.id = said.id
)
SELECT count(*), count(*) FILTER (WHERE NOT done) FROM said
