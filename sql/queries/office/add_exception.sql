INSERT INTO queue_exception (centre_id, queue_id, on_date, n, opens, closes)
VALUES ($1::uuid, $2::uuid, make_date($3::integer, $4::integer, $5::integer), $6::integer,
        '00:00'::time + make_interval(mins => $7::integer),
        CASE WHEN $8::integer = 1440 THEN '24:00'::time ELSE '00:00'::time + make_interval(mins => $8::integer) END)
