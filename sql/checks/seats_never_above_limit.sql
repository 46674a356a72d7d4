-- With the limit in force when the seat was taken, and never more seats than that limit at the same time.
SELECT seat.centre_id, seat.agent_id, seat.kind, max(seat.n) AS highest, count(*) AS held, max(seat.limit_when_taken) AS limit_when_taken
  FROM seat
  JOIN centre ON centre.id = seat.centre_id
 GROUP BY seat.centre_id, seat.agent_id, seat.kind
HAVING bool_or(seat.n > seat.limit_when_taken OR seat.n < 1)
    OR count(*) > max(seat.limit_when_taken)
    OR max(seat.limit_when_taken) > max(centre.seats_max_ever)
