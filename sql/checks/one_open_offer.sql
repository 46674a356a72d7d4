SELECT centre_id, conversation_id, count(*) AS open_offers
  FROM offer WHERE outcome = 'open'
 GROUP BY centre_id, conversation_id
HAVING count(*) > 1
