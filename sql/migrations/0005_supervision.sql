-- A supervisor sees the same before and after a restart: since when a way in is as it is, who set it by hand, when and why;
-- and what supervisors did can be read back.

-- Few rows are acts of supervisors. queries/office/read_acts.sql says the same words.
CREATE INDEX event_act ON event (centre_id, number)
    WHERE kind = 'entry_point_set_by_hand' OR (kind = 'agent_status_set' AND cause = 'forced');

ALTER TABLE entry_point_state
    ADD COLUMN since           timestamptz,  -- of the availability, closed also of its cause; NULL: its event is not kept
    ADD COLUMN by_hand_by      uuid,         -- who set by_hand last; NULL: nobody ever did
    ADD COLUMN by_hand_at      timestamptz,  -- NULL: never
    ADD COLUMN by_hand_reason  text NOT NULL DEFAULT '',  -- as the supervisor wrote it
    ADD FOREIGN KEY (centre_id, by_hand_by) REFERENCES agent (centre_id, id);

UPDATE entry_point_state AS state
   SET since = changed.at
  FROM (SELECT DISTINCT ON (centre_id, payload ->> 'entry_point')
               centre_id, (payload ->> 'entry_point')::uuid AS entry_point_id, at
          FROM event WHERE kind = 'availability_changed'
         ORDER BY centre_id, payload ->> 'entry_point', number DESC) AS changed
 WHERE changed.centre_id = state.centre_id AND changed.entry_point_id = state.entry_point_id;

UPDATE entry_point_state AS state
   SET by_hand_by = act.agent_id, by_hand_at = act.at, by_hand_reason = coalesce(act.payload ->> 'reason', '')
  FROM (SELECT DISTINCT ON (centre_id, payload ->> 'entry_point') *
          FROM event WHERE kind = 'entry_point_set_by_hand'
         ORDER BY centre_id, payload ->> 'entry_point', number DESC) AS act
 WHERE act.centre_id = state.centre_id AND (act.payload ->> 'entry_point')::uuid = state.entry_point_id;
