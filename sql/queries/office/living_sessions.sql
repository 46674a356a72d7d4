-- living_sessions
-- Of these the ones that still hold, for the role they were begun in. Who is in use is not idle, and moves the idle limit.
WITH living AS (
    SELECT session.id, open.in_use
      FROM unnest($1::uuid[], $4::text[], $5::boolean[]) AS open (id, role, in_use)
      JOIN session USING (id)
      JOIN agent ON agent.centre_id = session.centre_id AND agent.id = session.agent_id AND agent.role = open.role
     WHERE ends_at > $2::timestamptz AND (open.in_use OR idle_ends_at > $2::timestamptz) AND NOT disabled
), touched AS (
    UPDATE session SET seen_at = $2::timestamptz, idle_ends_at = $3::timestamptz
      FROM living WHERE session.id = living.id AND living.in_use AND session.seen_at <= $2::timestamptz - interval '1 minute'
)
SELECT id FROM living
