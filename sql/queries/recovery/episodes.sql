-- The latest of each conversation.
SELECT conversation_id, n, cause, entry_point_id, started_at, accepted_at, answered_at, over_at, agent_id, outcome, predicted_ms
  FROM unnest($2::uuid[], $3::integer[]) AS wanted (id, latest)
  JOIN episode ON episode.centre_id = $1::uuid AND episode.conversation_id = wanted.id AND episode.n = wanted.latest
 ORDER BY conversation_id
