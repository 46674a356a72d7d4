INSERT INTO queue_hours (centre_id, queue_id, weekday, opens, closes)
VALUES ($1::uuid, $2::uuid, $3::integer, '00:00'::time + make_interval(mins => $4::integer),
        CASE WHEN $5::integer = 1440 THEN '24:00'::time ELSE '00:00'::time + make_interval(mins => $5::integer) END)
