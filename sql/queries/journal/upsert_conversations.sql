INSERT INTO conversation (centre_id, id, visitor_id, site_id, entry_point_id, language, priority, state, episode, arrival,
                          agent_id, transfer_to, state_since, excluded, ended_by, ended_why, visitor_read_seq, agent_read_seq)
SELECT $1::uuid, unnest($2::uuid[]), unnest($3::uuid[]), unnest($4::uuid[]), unnest($5::uuid[]), unnest($6::text[]),
       unnest($7::integer[]), unnest($8::text[]), unnest($9::integer[]), unnest($10::timestamptz[]),
       unnest($11::uuid[]), unnest($12::uuid[]), unnest($13::timestamptz[]), unnest($14::text[])::uuid[],
       unnest($15::text[]), unnest($16::text[]), unnest($17::integer[]), unnest($18::integer[])
ON CONFLICT (centre_id, id) DO UPDATE
   SET visitor_id = excluded.visitor_id, site_id = excluded.site_id, entry_point_id = excluded.entry_point_id,
       language = excluded.language, priority = excluded.priority, state = excluded.state, episode = excluded.episode,
       arrival = excluded.arrival, agent_id = excluded.agent_id, transfer_to = excluded.transfer_to,
       state_since = excluded.state_since, excluded = excluded.excluded, ended_by = excluded.ended_by,
       ended_why = excluded.ended_why, visitor_read_seq = excluded.visitor_read_seq, agent_read_seq = excluded.agent_read_seq
