/*
title: Points of the valuation curve are listed by date
*/
SELECT id, date FROM (SELECT *, lag(date) OVER (ORDER BY point) AS before FROM picture_valuation) WHERE date <= before ORDER BY point
