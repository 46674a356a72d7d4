-- The last 50 handlings of each queue, oldest first: from an accept to the end of that chat.
WITH recent AS (
    SELECT entry_point.queue_id, handled.*
      FROM entry_point
     CROSS JOIN LATERAL (
           SELECT conversation_id, n, accepted_at, over_at FROM episode
            WHERE centre_id = $1::uuid AND entry_point_id = entry_point.id AND accepted_at IS NOT NULL AND over_at IS NOT NULL
            ORDER BY over_at DESC LIMIT $2::integer) AS handled
     WHERE entry_point.centre_id = $1::uuid
), ranked AS (
    SELECT recent.*, row_number() OVER (PARTITION BY queue_id ORDER BY over_at DESC, conversation_id DESC, n DESC) AS rank FROM recent
)
SELECT queue_id, (extract(epoch FROM over_at - accepted_at) * 1000)::bigint
  FROM ranked
 WHERE rank <= $2::integer
 ORDER BY queue_id, rank DESC
