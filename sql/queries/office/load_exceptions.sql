-- Minutes after local midnight; NULL: closed all day.
SELECT queue_id, extract(year FROM on_date)::integer, extract(month FROM on_date)::integer, extract(day FROM on_date)::integer,
       (extract(epoch FROM opens) / 60)::integer, (extract(epoch FROM closes) / 60)::integer
  FROM queue_exception WHERE centre_id = $1::uuid ORDER BY queue_id, on_date, n
