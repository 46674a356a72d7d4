-- A page ends behind the first line that brings its texts to $6 bytes: a reader's queue is short, and a line may have 16 KB.
SELECT position, seq, kind, at, author_kind, author_id, author_name, message_id, body, made_by_event,
       payload ->> 'what', payload ->> 'detail', payload ->> 'by'
  FROM (SELECT page.*, sum(coalesce(octet_length(body), 0)) OVER (ORDER BY position) - coalesce(octet_length(body), 0) AS before
          FROM (SELECT *
                  FROM entry
                 WHERE centre_id = $1::uuid AND conversation_id = $2::uuid AND position > $3::integer AND position <= $4::integer
                 ORDER BY position LIMIT $5::integer) AS page) AS sized
 WHERE before < $6::bigint
 ORDER BY position
