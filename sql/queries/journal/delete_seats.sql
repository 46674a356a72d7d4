-- Chats only: seats of calls belong to whoever writes calls.
DELETE FROM seat WHERE centre_id = $1::uuid AND agent_id = ANY ($2::uuid[]) AND kind = 'chat'
