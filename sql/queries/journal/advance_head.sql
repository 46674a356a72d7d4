-- Opens every batch: nothing behind it in the pipeline is stored unless head and epoch are the expected ones.
SELECT advance_head($1::uuid, $2::bigint, $3::bigint, $4::bigint, $5::timestamptz, make_interval(secs => $6::bigint / 1000.0))
