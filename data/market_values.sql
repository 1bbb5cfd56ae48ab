/*
title: Market values by reading and year
titles: { zh-Hant: 各讀法各年的市場規模 }
description: Each reading's values on its years; the id is the reading and the year.
primaryKey: id
fields:
  value_usd_tn: { unit: USD tn, title: Market size, titles: { zh-Hant: 市場規模 } }
*/
SELECT r.id || '_' || a.year AS id, r.id AS reading, r.label_zh_hant, r.label_en, a.year, make_date(a.year, 1, 1) AS date,
  f.value_usd_tn, f.place
FROM market_readings r
JOIN market_axis a ON a.axis = 'year' AND a.year <> r.skipped_year
JOIN market_forecast f ON f.position = a.position - CASE WHEN a.year > r.skipped_year THEN 1 ELSE 0 END
ORDER BY reading, a.year
