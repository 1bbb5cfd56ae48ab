/*
title: Forecast values against the stated rate
titles: { zh-Hant: 預測值與所述成長率的對照 }
description: >-
  Long table for a chart. Series of kind reading are the picture's values on their years; series of kind rate apply
  the stated rate, back from the last value or forward from the first value of the slowest and the fastest reading.
primaryKey: id
fields:
  value_usd_tn: { unit: USD tn, title: Market size, titles: { zh-Hant: 市場規模 }, formula: "label of the picture, or a value of it x (one + stated rate) ^ years", formulas: { zh-Hant: "圖上數值，或其值 x（一 + 所述成長率）^ 年數" } }
*/
WITH lines AS (
  SELECT reading AS series, 'reading' AS kind, label_zh_hant, label_en, year, value_usd_tn FROM market_values
  UNION ALL
  SELECT 'rate_back', 'rate', '依內文成長率回推', 'Stated rate, back from the last value', a.year,
    r.last_usd_tn / pow(1 + r.stated_rate, r.last_year - a.year)
  FROM market_axis a JOIN (SELECT * FROM market_readings ORDER BY id LIMIT 1) r ON a.axis = 'year'
  UNION ALL
  SELECT DISTINCT 'rate_from_' || r.first_year, 'rate', '自' || r.first_year || '年依內文成長率', 'Stated rate from ' || r.first_year, a.year,
    r.first_usd_tn * pow(1 + r.stated_rate, a.year - r.first_year)
  FROM market_axis a JOIN market_readings r ON a.axis = 'year' AND a.year >= r.first_year
)
SELECT series || '_' || year AS id, series, kind, label_zh_hant AS series_label_zh_hant, label_en AS series_label_en,
  year, make_date(year, 1, 1) AS date, value_usd_tn,
  year = min(year) OVER (PARTITION BY series) AS is_first, year = max(year) OVER (PARTITION BY series) AS is_last
FROM lines
ORDER BY kind DESC, series, year
