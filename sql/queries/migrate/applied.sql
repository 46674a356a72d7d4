SELECT version, name, fingerprint FROM schema_migration ORDER BY version
