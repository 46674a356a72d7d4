INSERT INTO entry_point_state (centre_id, entry_point_id, availability, cause, version, by_hand, since, by_hand_by, by_hand_at, by_hand_reason)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::bigint[]), unnest($6::text[]),
       unnest($7::timestamptz[]), unnest($8::uuid[]), unnest($9::timestamptz[]), unnest($10::text[])
ON CONFLICT (centre_id, entry_point_id) DO UPDATE
   SET availability = excluded.availability, cause = excluded.cause, version = excluded.version, by_hand = excluded.by_hand,
       since = excluded.since, by_hand_by = excluded.by_hand_by, by_hand_at = excluded.by_hand_at,
       by_hand_reason = excluded.by_hand_reason
