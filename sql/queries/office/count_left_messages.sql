SELECT count(*) FROM left_message WHERE centre_id = $1::uuid AND NOT done
