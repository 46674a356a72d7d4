-- Of these the ones that still hold, for the role they were begun in. A socket that is open is use, so it moves the idle limit too.
WITH living AS (
    SELECT session.id
      FROM unnest($1::uuid[], $4::text[]) AS open (id, role)
      JOIN session USING (id)
      JOIN agent ON agent.centre_id = session.centre_id AND agent.id = session.agent_id AND agent.role = open.role
     WHERE ends_at > $2::timestamptz AND NOT disabled
), touched AS (
    UPDATE session SET seen_at = $2::timestamptz, idle_ends_at = $3::timestamptz
      FROM living WHERE session.id = living.id AND session.seen_at <= $2::timestamptz - interval '1 minute'
)
SELECT id FROM living
