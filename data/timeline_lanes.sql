/*
title: Timeline, laid out
description: >-
  The company's events and the forecasts with the lane of each label: sides alternate, and a label stands above those
  that follow it on its side within the reach of its words.
primaryKey: id
fields:
  year: { type: year }
  month: { type: yearmonth }
  lane: { title: Lane, formula: "the side x (one + later events on the same side within a year)" }
*/
WITH sided AS (
  SELECT *, row_number() OVER (ORDER BY ordinal) % 2 AS side,
    min(date) OVER () AS first_date, max(coalesce(date_end, date)) OVER () AS end_date
  FROM timeline
  WHERE kind <> 'precedent' AND id <> 'series-f-raised'
)
SELECT e.id, e.ordinal, e.date, e.date_end, e.precision, e.date AS year, e.date AS month, e.kind, e.label_zh_hant, e.label_en, e.is_future,
  CAST((CASE e.side WHEN 1 THEN 1 ELSE -1 END) * (1 + (
    SELECT count(*) FROM sided o
    WHERE o.side = e.side AND o.ordinal > e.ordinal AND o.date < e.date + INTERVAL 12 MONTH
  )) AS INTEGER) AS lane,
  e.first_date, e.end_date
FROM sided e
ORDER BY e.ordinal
