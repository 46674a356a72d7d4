-- Who acts, on whom, and every administrator, in one order for all: two who act on each other come one after the other.
-- NO KEY: rows that refer to a person are written meanwhile.
SELECT centre_id, id, email, name, role, seats, skills, language, disabled, one_time_until IS NOT NULL
  FROM agent WHERE centre_id = $1::uuid AND (id = $2::uuid OR id = $3::uuid OR role = 'admin')
 ORDER BY id FOR NO KEY UPDATE
