-- Events and lines together are numbered 1, 2, 3 ... up to the head, each number once.
WITH number AS (
    SELECT centre_id, number FROM event
    UNION ALL
    SELECT centre_id, made_by_event FROM entry
), counted AS (
    SELECT centre_id, count(*) AS rows, count(DISTINCT number) AS numbers, min(number) AS lowest, max(number) AS highest
      FROM number GROUP BY centre_id
)
SELECT centre_head.centre_id, centre_head.head, rows, numbers, lowest, highest
  FROM centre_head
  LEFT JOIN counted USING (centre_id)
 WHERE coalesce(highest, 0) <> head OR coalesce(rows, 0) <> head OR coalesce(numbers, 0) <> head OR coalesce(lowest, 1) <> 1
