SELECT version FROM settings_version WHERE centre_id = $1::uuid
