-- $2: of the visitor himself, of a conversation of his, or of a message he left. Locked: until the end of the transaction he begins
-- no other conversation.
SELECT id, name <> ''
  FROM visitor
 WHERE centre_id = $1::uuid
   AND id IN (SELECT $2::uuid
              UNION ALL SELECT visitor_id FROM conversation WHERE centre_id = $1::uuid AND id = $2::uuid
              UNION ALL SELECT visitor_id FROM left_message WHERE centre_id = $1::uuid AND id = $2::uuid)
   FOR UPDATE
