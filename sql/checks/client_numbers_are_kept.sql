-- A number that a line consumed is that of its client, or a later one is: up to clients_at by `client`, behind it by a line.
SELECT entry.centre_id, entry.client_id, entry.client_number, client.last_number
  FROM entry
  JOIN centre_head ON centre_head.centre_id = entry.centre_id AND entry.made_by_event <= centre_head.clients_at
  LEFT JOIN client ON client.centre_id = entry.centre_id AND client.id = entry.client_id
 WHERE entry.client_id IS NOT NULL AND entry.at > now() - interval '24 hours'
   AND (client.last_number IS NULL OR client.last_number < entry.client_number)
