/*
title: Timeline, laid out
titles: { zh-Hant: 時間軸的排列 }
description: >-
  The company's events and the forecasts with the lane of each label. Sides alternate; on each side events that follow
  each other within a year form a run, in which a label stands farther out than the labels after it.
primaryKey: id
fields:
  year: { type: year }
  month: { type: yearmonth }
  lane: { title: Lane, titles: { zh-Hant: 列位 }, formula: "the side x the place in the run, counted from its end", formulas: { zh-Hant: "側別 x 連續事件中的位置，由末尾起算" } }
*/
WITH sided AS (
  SELECT *, row_number() OVER (ORDER BY ordinal) % 2 AS side,
    min(date) OVER () AS first_date, max(coalesce(date_end, date)) OVER () AS end_date
  FROM timeline
  WHERE kind <> 'precedent' AND id <> 'series-f-raised'
), spaced AS (
  SELECT *, coalesce(date > lag(date) OVER (PARTITION BY side ORDER BY ordinal) + INTERVAL 12 MONTH, true) AS starts_run
  FROM sided
), runs AS (
  SELECT *, count(*) FILTER (WHERE starts_run) OVER (PARTITION BY side ORDER BY ordinal) AS run
  FROM spaced
)
SELECT id, ordinal, date, date_end, precision, date AS year, date AS month, kind, label_zh_hant, label_en, is_future,
  CAST(CASE side WHEN 1 THEN 1 ELSE -1 END * row_number() OVER (PARTITION BY side, run ORDER BY ordinal DESC) AS INTEGER) AS lane,
  first_date, end_date
FROM runs
ORDER BY ordinal
