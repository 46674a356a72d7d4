INSERT INTO entry_point_state (centre_id, entry_point_id, availability, cause, version, by_hand)
SELECT $1::uuid, changed.* FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::text[]) AS changed
ON CONFLICT (centre_id, entry_point_id) DO UPDATE
   SET availability = excluded.availability, cause = excluded.cause, version = excluded.version, by_hand = excluded.by_hand
