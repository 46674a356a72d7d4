-- A copy of one that was marked done long ago is unknown to the floor and changes nothing here.
INSERT INTO left_message (centre_id, id, at, visitor_id, site_id, entry_point_id, conversation_id, language, name, email,
                          phone, body, done, done_by, done_at)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::timestamptz[]), unnest($4::uuid[]), unnest($5::uuid[]),
       unnest($6::uuid[]), unnest($7::uuid[]), unnest($8::text[]), unnest($9::text[]), unnest($10::text[]),
       unnest($11::text[]), unnest($12::text[]), unnest($13::boolean[]), unnest($14::uuid[]),
       unnest($15::timestamptz[])
ON CONFLICT (centre_id, id) DO NOTHING
