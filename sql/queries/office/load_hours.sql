-- Minutes after local midnight.
SELECT queue_id, weekday, (extract(epoch FROM opens) / 60)::integer, (extract(epoch FROM closes) / 60)::integer
  FROM queue_hours WHERE centre_id = $1::uuid ORDER BY queue_id, weekday, opens
