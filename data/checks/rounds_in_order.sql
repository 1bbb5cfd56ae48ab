/*
title: Rounds are listed by date, closed rounds have one and rumoured rounds stand last
*/
SELECT id, date, status FROM (SELECT *, lag(date) OVER w AS before, lag(status) OVER w AS status_before FROM funding_rounds WINDOW w AS (ORDER BY ordinal))
WHERE date <= before OR (status = 'closed' AND (date IS NULL OR status_before = 'rumoured'))
ORDER BY ordinal
