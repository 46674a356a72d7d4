-- A visitor's, the latest first. Locked: none of them begins again until the end of the transaction.
SELECT id, state, state_since FROM conversation
 WHERE centre_id = $1::uuid AND visitor_id = $2::uuid ORDER BY state_since DESC, id FOR UPDATE
