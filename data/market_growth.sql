/*
title: Growth of the market by reading
description: Growth between neighbouring values, as a yearly rate where a year lies between; the id is the reading and the later year.
primaryKey: id
fields:
  from_usd_tn: { unit: USD tn, title: Earlier value }
  value_usd_tn: { unit: USD tn, title: Later value }
  years: { unit: years, title: Years between }
  growth: { unit: share, title: Growth a year, formula: (later value / earlier value) ^ (one / years) - one }
  stated_rate: { unit: share, title: Rate in the prose }
  excess: { unit: share, title: Above the stated rate, formula: growth a year - stated rate }
*/
WITH steps AS (
  SELECT *, lag(year) OVER w AS from_year, lag(value_usd_tn) OVER w AS from_usd_tn
  FROM market_values WINDOW w AS (PARTITION BY reading ORDER BY year)
)
SELECT s.id, s.reading, s.label_zh_hant, s.label_en, s.from_year, s.year, s.date, s.from_usd_tn, s.value_usd_tn,
  s.year - s.from_year AS years,
  pow(s.value_usd_tn / s.from_usd_tn, 1 / (s.year - s.from_year)::DOUBLE) - 1 AS growth,
  r.stated_rate,
  pow(s.value_usd_tn / s.from_usd_tn, 1 / (s.year - s.from_year)::DOUBLE) - 1 - r.stated_rate AS excess
FROM steps s JOIN market_readings r ON r.id = s.reading
WHERE s.from_year IS NOT NULL
ORDER BY s.reading, s.year
