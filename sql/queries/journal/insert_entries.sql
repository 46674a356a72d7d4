-- Lists of equal length in the select list run in step and, unlike `FROM unnest(...)`, through no table in between: a third
-- of the cost of a line.
INSERT INTO entry (centre_id, conversation_id, position, seq, made_by_event, at, message_id, author_id, kind, author_kind,
                   author_name, body, payload)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::integer[]), unnest($4::integer[]), unnest($5::bigint[]), unnest($6::timestamptz[]),
       unnest($7::uuid[]), unnest($8::uuid[]), unnest($9::text[]), unnest($10::text[]), unnest($11::text[]), unnest($12::text[]),
       unnest($13::jsonb[])
