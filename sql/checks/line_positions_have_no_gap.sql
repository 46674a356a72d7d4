SELECT centre_id, conversation_id, count(*) AS lines, min(position) AS lowest, max(position) AS highest
  FROM entry
 GROUP BY centre_id, conversation_id
HAVING min(position) <> 1 OR max(position) <> count(*) OR count(DISTINCT position) <> count(*)
