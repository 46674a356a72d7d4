-- $11: who adds; NULL: the command line. $12: until when the password is good for one sign-in; NULL: it is the person's own.
WITH added AS (
    INSERT INTO agent (centre_id, id, email, password_hash, name, role, seats, skills, language, disabled, one_time_until)
    VALUES ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::integer, $8::bigint, $9::text, $10::boolean, $12::timestamptz)
    RETURNING centre_id, id
)
INSERT INTO people_act (centre_id, by_agent, agent_id, what) SELECT centre_id, $11::uuid, id, 'added' FROM added
