-- The last 50 handlings of each queue, oldest first: from the last accept to the end of the conversation.
WITH recent AS (
    SELECT entry_point.queue_id, ended.id, ended.episode, ended.state_since
      FROM entry_point
     CROSS JOIN LATERAL (
           SELECT id, episode, state_since FROM conversation
            WHERE centre_id = $1::uuid AND entry_point_id = entry_point.id AND state = 'ended' AND agent_id IS NOT NULL
            ORDER BY state_since DESC LIMIT $2::integer) AS ended
     WHERE entry_point.centre_id = $1::uuid
), ranked AS (
    SELECT recent.*, row_number() OVER (PARTITION BY queue_id ORDER BY state_since DESC, id DESC) AS rank FROM recent
)
SELECT queue_id, (extract(epoch FROM state_since - accepted_at) * 1000)::bigint
  FROM ranked
  JOIN episode ON episode.centre_id = $1::uuid AND episode.conversation_id = ranked.id AND episode.n = ranked.episode
 WHERE rank <= $2::integer AND accepted_at IS NOT NULL
 ORDER BY queue_id, rank DESC
