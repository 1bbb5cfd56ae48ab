/*
title: Readings of the market picture
titles: { zh-Hant: 市場圖的讀法 }
description: >-
  Every way to set the value labels on the years of the axis that keeps their order and ends in the year for which
  the prose states the last value. Each reading leaves one year without a value; its id names that year.
primaryKey: id
fields:
  skipped_year: { title: Year without a value, titles: { zh-Hant: 沒有數值的年份 } }
  first_usd_tn: { unit: USD tn, title: First value, titles: { zh-Hant: 首個數值 } }
  last_usd_tn: { unit: USD tn, title: Last value, titles: { zh-Hant: 末個數值 } }
  years: { unit: years, title: Years between, titles: { zh-Hant: 相隔年數 }, formula: last year - first year, formulas: { zh-Hant: "末年 - 首年" } }
  multiple: { unit: x, title: Multiple, titles: { zh-Hant: 倍數 }, formula: last value / first value, formulas: { zh-Hant: "末個數值 / 首個數值" } }
  cagr: { unit: share, title: Compound annual growth, titles: { zh-Hant: 年複合成長率 }, formula: (last value / first value) ^ (one / years) - one, formulas: { zh-Hant: "（末個數值 / 首個數值）^（一 / 年數）- 一" } }
  stated_rate: { unit: share, title: Rate in the prose, titles: { zh-Hant: 內文的成長率 } }
  excess: { unit: share, title: Above the stated rate, titles: { zh-Hant: 高於所述成長率 }, formula: compound annual growth - stated rate, formulas: { zh-Hant: "年複合成長率 - 所述成長率" } }
  first_at_rate_usd_tn: { unit: USD tn, title: First value that the stated rate implies, titles: { zh-Hant: 所述成長率隱含的首值 }, formula: last value / (one + stated rate) ^ years, formulas: { zh-Hant: "末個數值 /（一 + 所述成長率）^ 年數" } }
  last_at_rate_usd_tn: { unit: USD tn, title: Last value that the stated rate implies, titles: { zh-Hant: 所述成長率隱含的末值 }, formula: first value x (one + stated rate) ^ years, formulas: { zh-Hant: "首個數值 x（一 + 所述成長率）^ 年數" } }
*/
WITH final AS (SELECT max(year) AS year, max(rate) AS stated_rate FROM market_statements),
skipped AS (SELECT a.year FROM market_axis a CROSS JOIN final f WHERE a.axis = 'year' AND a.year <> f.year),
placed AS (
  SELECT s.year AS skipped_year, a.year, row_number() OVER (PARTITION BY s.year ORDER BY a.year) AS position
  FROM skipped s JOIN market_axis a ON a.axis = 'year' AND a.year <> s.year
),
ends AS (
  SELECT p.skipped_year, min(p.year) AS first_year, max(p.year) AS last_year,
    arg_min(f.value_usd_tn, p.year) AS first_usd_tn, arg_max(f.value_usd_tn, p.year) AS last_usd_tn
  FROM placed p JOIN market_forecast f ON f.position = p.position
  GROUP BY p.skipped_year
)
SELECT 'skip_' || skipped_year AS id, skipped_year, make_date(skipped_year, 1, 1) AS skipped_date,
  '略過' || skipped_year || '年' AS label_zh_hant, 'No value in ' || skipped_year AS label_en,
  first_year, make_date(first_year, 1, 1) AS first_date, last_year, make_date(last_year, 1, 1) AS last_date,
  first_usd_tn, last_usd_tn, last_year - first_year AS years, last_usd_tn / first_usd_tn AS multiple,
  pow(last_usd_tn / first_usd_tn, 1 / (last_year - first_year)::DOUBLE) - 1 AS cagr, stated_rate,
  pow(last_usd_tn / first_usd_tn, 1 / (last_year - first_year)::DOUBLE) - 1 - stated_rate AS excess,
  last_usd_tn / pow(1 + stated_rate, last_year - first_year) AS first_at_rate_usd_tn,
  first_usd_tn * pow(1 + stated_rate, last_year - first_year) AS last_at_rate_usd_tn
FROM ends CROSS JOIN final
ORDER BY skipped_year
