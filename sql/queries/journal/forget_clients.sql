-- Kept a little longer than recovery reads them (24 h).
DELETE FROM client WHERE centre_id = $1::uuid AND seen_at < now() - interval '25 hours'
