INSERT INTO entry_point_state (centre_id, entry_point_id, availability, cause, version, by_hand)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bigint[]), unnest($6::text[])
ON CONFLICT (centre_id, entry_point_id) DO UPDATE
   SET availability = excluded.availability, cause = excluded.cause, version = excluded.version, by_hand = excluded.by_hand
