-- Whoever writes FR means fr; two that differ only so were added before this rule, and the exact one comes first.
SELECT bit FROM skill
 WHERE centre_id = $1::uuid AND lower(name) = lower($2::text)
 ORDER BY name <> $2::text, bit LIMIT 1
