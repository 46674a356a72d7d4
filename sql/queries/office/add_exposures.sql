INSERT INTO exposure (centre_id, site_id, entry_point_id, hour, eligible, shown, not_shown_full, not_shown_closed, opened)
SELECT $1::uuid, site_id, entry_point_id, date_trunc('hour', at, 'UTC'), sum(eligible), sum(shown), sum(not_shown_full),
       sum(not_shown_closed), sum(opened)
  FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])
       AS counted (site_id, entry_point_id, at, eligible, shown, not_shown_full, not_shown_closed, opened)
 GROUP BY 2, 3, 4 ORDER BY 2, 3, 4
ON CONFLICT (centre_id, site_id, entry_point_id, hour, rule) DO UPDATE
   SET eligible = exposure.eligible + excluded.eligible, shown = exposure.shown + excluded.shown,
       not_shown_full = exposure.not_shown_full + excluded.not_shown_full,
       not_shown_closed = exposure.not_shown_closed + excluded.not_shown_closed, opened = exposure.opened + excluded.opened
