/*
title: Growth of the market by reading
titles: { zh-Hant: 各讀法的市場成長 }
description: Growth between neighbouring values, as a yearly rate where a year lies between; the id is the reading and the later year.
primaryKey: id
fields:
  from_usd_tn: { unit: USD tn, title: Earlier value, titles: { zh-Hant: 較早的值 } }
  value_usd_tn: { unit: USD tn, title: Later value, titles: { zh-Hant: 較晚的值 } }
  years: { unit: years, title: Years between, titles: { zh-Hant: 相隔年數 } }
  growth: { unit: share, title: Growth a year, titles: { zh-Hant: 年成長率 }, formula: (later value / earlier value) ^ (one / years) - one, formulas: { zh-Hant: "（較晚的值 / 較早的值）^（一 / 年數）- 一" } }
  stated_rate: { unit: share, title: Rate in the prose, titles: { zh-Hant: 內文的成長率 } }
  excess: { unit: share, title: Above the stated rate, titles: { zh-Hant: 高於所述成長率 }, formula: growth a year - stated rate, formulas: { zh-Hant: "年成長率 - 所述成長率" } }
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
