UPDATE site SET origins = $2::text[] WHERE key = $1::text AND origins <> $2::text[]
