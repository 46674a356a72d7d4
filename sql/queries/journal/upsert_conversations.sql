INSERT INTO conversation (centre_id, id, visitor_id, site_id, entry_point_id, language, priority, state, episode, arrival,
                          agent_id, transfer_to, state_since, excluded, ended_by, ended_why, visitor_read_seq, agent_read_seq)
SELECT $1::uuid, id, visitor_id, site_id, entry_point_id, language, priority, state, episode, arrival,
       agent_id, transfer_to, state_since, excluded::uuid[], ended_by, ended_why, visitor_read_seq, agent_read_seq
  FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::integer[], $8::text[], $9::integer[],
              $10::timestamptz[], $11::uuid[], $12::uuid[], $13::timestamptz[], $14::text[], $15::text[], $16::text[],
              $17::integer[], $18::integer[])
       AS changed (id, visitor_id, site_id, entry_point_id, language, priority, state, episode,
                   arrival, agent_id, transfer_to, state_since, excluded, ended_by, ended_why,
                   visitor_read_seq, agent_read_seq)
ON CONFLICT (centre_id, id) DO UPDATE
   SET visitor_id = excluded.visitor_id, site_id = excluded.site_id, entry_point_id = excluded.entry_point_id,
       language = excluded.language, priority = excluded.priority, state = excluded.state, episode = excluded.episode,
       arrival = excluded.arrival, agent_id = excluded.agent_id, transfer_to = excluded.transfer_to,
       state_since = excluded.state_since, excluded = excluded.excluded, ended_by = excluded.ended_by,
       ended_why = excluded.ended_why, visitor_read_seq = excluded.visitor_read_seq, agent_read_seq = excluded.agent_read_seq
