-- The centre's row orders those who add at the same time, and hinders nobody who only refers to it (the journal does, for each
-- visitor). No row: it exists, or all bits are taken.
WITH locked AS (SELECT id FROM centre WHERE id = $1::uuid FOR NO KEY UPDATE)
INSERT INTO skill (centre_id, bit, name)
SELECT locked.id, free.bit, $2::text
  FROM locked, generate_series(0, 63) AS free (bit)
 WHERE NOT EXISTS (SELECT FROM skill WHERE centre_id = $1::uuid AND (skill.bit = free.bit OR lower(skill.name) = lower($2::text)))
 ORDER BY free.bit LIMIT 1
ON CONFLICT DO NOTHING
