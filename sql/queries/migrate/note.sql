INSERT INTO schema_migration (version, name, fingerprint)
VALUES ($1::integer, $2::text, encode(sha256(convert_to($3::text, 'UTF8')), 'hex'))
