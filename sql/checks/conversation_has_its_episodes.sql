-- Episodes 1, 2, 3 ..., the latest named by the conversation; only the latest may be waiting.
SELECT conversation.centre_id, conversation.id, conversation.episode, count(episode.n) AS episodes
  FROM conversation
  LEFT JOIN episode ON episode.centre_id = conversation.centre_id AND episode.conversation_id = conversation.id
 GROUP BY conversation.centre_id, conversation.id, conversation.episode
HAVING count(episode.n) <> conversation.episode OR max(episode.n) IS DISTINCT FROM conversation.episode
    OR bool_or(episode.outcome = 'waiting' AND (episode.n < conversation.episode OR conversation.state IN ('active', 'ended')))
