-- The key visitors' tokens are signed with; $1 becomes it when there is none yet.
WITH made AS (
    INSERT INTO token_key (key) VALUES ($1::bytea) ON CONFLICT DO NOTHING RETURNING key
)
SELECT key FROM made
UNION ALL
SELECT key FROM token_key
LIMIT 1
