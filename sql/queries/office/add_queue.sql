INSERT INTO queue (centre_id, id, name, priority, offer_mode, places, target_ms, handling_guess_ms, wrap_up_ms, required)
VALUES ($1::uuid, $2::uuid, $3::text, $4::integer, $5::text, $6::integer, $7::integer, $8::integer, $9::integer, $10::bigint)
