-- A copy of one that was marked done long ago is unknown to the floor and changes nothing here.
INSERT INTO left_message (centre_id, id, at, visitor_id, site_id, entry_point_id, conversation_id, language, name, email,
                          phone, body, done, done_by, done_at)
SELECT $1::uuid, written.*
  FROM unnest($2::uuid[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
              $10::text[], $11::text[], $12::text[], $13::boolean[], $14::uuid[], $15::timestamptz[]) AS written
ON CONFLICT (centre_id, id) DO NOTHING
