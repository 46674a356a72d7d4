-- NULL: as it is.
UPDATE queue SET name = coalesce($3::text, name), places = coalesce($4::integer, places), priority = coalesce($5::integer, priority),
                 offer_mode = coalesce($6::text, offer_mode), target_ms = coalesce($7::integer, target_ms),
                 wrap_up_ms = coalesce($8::integer, wrap_up_ms)
 WHERE centre_id = $1::uuid AND name = $2::text
