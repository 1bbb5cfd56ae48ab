/*
title: Timeline, laid out
description: >-
  The company's events and the forecasts with the lane of each label. The year with the most of them is drawn large: its
  events stand in a list at their month. Of the others, events that follow each other within a year form a run, in
  which a label stands farther out than the labels after it.
primaryKey: id
fields:
  year: { type: year }
  month: { type: yearmonth }
  large_year: { type: year }
  lane: { title: Lane, formula: "the place in the month's list, or in the run, counted from its end" }
*/
WITH shown AS (
  SELECT * FROM timeline
  WHERE kind <> 'precedent' AND id <> 'series-f-raised'
), years AS (
  SELECT CAST(date_trunc('year', date) AS DATE) AS large_from, count(*) AS events
  FROM shown
  WHERE precision = 'month'
  GROUP BY large_from
), sized AS (
  SELECT s.*, y.large_from, CAST(y.large_from + INTERVAL 1 YEAR AS DATE) AS large_to,
    s.precision = 'month' AND date_trunc('year', s.date) = y.large_from AS is_large,
    min(s.date) OVER () AS first_date, max(coalesce(s.date_end, s.date)) OVER () AS end_date
  FROM shown s, (SELECT large_from FROM years ORDER BY events DESC, large_from LIMIT 1) y
), spaced AS (
  SELECT *, coalesce(date > lag(date) OVER (PARTITION BY is_large ORDER BY ordinal) + INTERVAL 12 MONTH, true) AS starts_run
  FROM sized
), runs AS (
  SELECT *, count(*) FILTER (WHERE starts_run) OVER (PARTITION BY is_large ORDER BY ordinal) AS run
  FROM spaced
)
SELECT id, ordinal, date, date_end, precision, date AS year, date AS month, kind, label_zh_hant, label_en, is_future,
  is_large, large_from, large_to, large_from AS large_year, is_large AND date > coalesce(lag(date) OVER (PARTITION BY is_large ORDER BY ordinal), large_from) AS is_first_of_month,
  CAST(CASE WHEN is_large THEN row_number() OVER (PARTITION BY is_large, date ORDER BY ordinal)
    ELSE row_number() OVER (PARTITION BY is_large, run ORDER BY ordinal DESC) END AS INTEGER) AS lane,
  first_date, end_date
FROM runs
ORDER BY ordinal
