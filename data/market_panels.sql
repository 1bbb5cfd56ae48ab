/*
title: Market forecast, a panel for each reading
titles: { zh-Hant: 市場預測，每種讀法一格 }
description: Every year of the picture's axis in every reading; the skipped year has no value.
primaryKey: id
fields:
  value_usd_tn: { unit: USD tn, title: Market size, titles: { zh-Hant: 市場規模 } }
*/
SELECT r.id || '_' || a.year AS id, r.id AS reading, r.label_zh_hant, r.label_en, r.skipped_year, a.year, make_date(a.year, 1, 1) AS date,
  v.value_usd_tn, v.value_usd_tn IS NOT NULL AS has_value, a.year = r.last_year AS is_last,
  a.year = min(a.year) OVER () AS is_first, r.cagr
FROM market_readings r
JOIN market_axis a ON a.axis = 'year'
LEFT JOIN market_values v ON v.reading = r.id AND v.year = a.year
ORDER BY r.skipped_year, a.year
