-- Before a new epoch begins: what the lines behind `clients_at` say goes to `client`. They belong to conversations that are
-- open, because an end is more than a line and settles what came before it.
WITH head AS (
    SELECT centre_id, clients_at FROM centre_head WHERE centre_id = $1::uuid AND clients_at < head
), recent AS (
    SELECT head.centre_id, head.clients_at, conversation.id
      FROM head
      JOIN conversation ON conversation.centre_id = head.centre_id AND conversation.state <> 'ended'
     CROSS JOIN LATERAL (SELECT made_by_event FROM entry
                          WHERE entry.centre_id = head.centre_id AND entry.conversation_id = conversation.id
                          ORDER BY position DESC LIMIT 1) AS last
     WHERE last.made_by_event > head.clients_at
), settled AS (
    INSERT INTO client (centre_id, id, last_number, seen_at)
    SELECT entry.centre_id, entry.client_id, max(entry.client_number), max(entry.at)
      FROM recent
      JOIN entry ON entry.centre_id = recent.centre_id AND entry.conversation_id = recent.id
     WHERE entry.client_id IS NOT NULL AND entry.made_by_event > recent.clients_at
     GROUP BY entry.centre_id, entry.client_id
    ON CONFLICT (centre_id, id) DO UPDATE
       SET last_number = excluded.last_number, seen_at = excluded.seen_at
)
UPDATE centre_head SET clients_at = head WHERE centre_id = $1::uuid AND clients_at < head
