/*
title: The market forecast in one row
titles: { zh-Hant: 市場預測總計 }
description: The stated rate against the growth of the forecast's own values, over all readings, and the values that the stated rate implies.
fields:
  last_usd_tn: { unit: USD tn, title: Value of the last year, titles: { zh-Hant: 末年數值 } }
  first_usd_tn: { unit: USD tn, title: First value label, titles: { zh-Hant: 首個數值 } }
  multiple: { unit: x, title: From the first label to the last, titles: { zh-Hant: 首個標示到末個標示 }, formula: last label / first label, formulas: { zh-Hant: "末個標示 / 首個標示" } }
  stated_rate: { unit: share, title: Rate in the prose, titles: { zh-Hant: 內文成長率 } }
  cagr_low: { unit: share, title: Lowest growth of any reading, titles: { zh-Hant: 各讀法最低成長率 }, formula: smallest compound growth of the readings, formulas: { zh-Hant: "各讀法中最小的複合成長率" } }
  cagr_high: { unit: share, title: Highest growth of any reading, titles: { zh-Hant: 各讀法最高成長率 }, formula: largest compound growth of the readings, formulas: { zh-Hant: "各讀法中最大的複合成長率" } }
  excess_low: { unit: share, title: Smallest excess over the stated rate, titles: { zh-Hant: 高於所述成長率的最小差 }, formula: lowest growth - stated rate, formulas: { zh-Hant: "最低成長率 - 所述成長率" } }
  excess_high: { unit: share, title: Largest excess over the stated rate, titles: { zh-Hant: 高於所述成長率的最大差 }, formula: highest growth - stated rate, formulas: { zh-Hant: "最高成長率 - 所述成長率" } }
  axis_years: { unit: count, title: Years on the axis, titles: { zh-Hant: 軸上年份數 } }
  value_labels: { unit: count, title: Value labels, titles: { zh-Hant: 數值標籤數 } }
  readings: { unit: count, title: Readings, titles: { zh-Hant: 讀法數 } }
  span_years: { unit: years, title: Years on the axis from first to last, titles: { zh-Hant: 軸上首末相隔年數 } }
  back_first_usd_tn: { unit: USD tn, title: First axis year at the stated rate, titles: { zh-Hant: 依所述成長率回推的首年規模 }, formula: last value / (one + rate) ^ years, formulas: { zh-Hant: "末個數值 /（一 + 成長率）^ 年數" } }
  back_second_usd_tn: { unit: USD tn, title: Second axis year at the stated rate, titles: { zh-Hant: 依所述成長率的第二年 }, formula: last value / (one + rate) ^ years, formulas: { zh-Hant: "末個數值 /（一 + 成長率）^ 年數" } }
  back_third_usd_tn: { unit: USD tn, title: Third axis year at the stated rate, titles: { zh-Hant: 依所述成長率的第三年 }, formula: last value / (one + rate) ^ years, formulas: { zh-Hant: "末個數值 /（一 + 成長率）^ 年數" } }
  forward_low_usd_tn: { unit: USD tn, title: "Last year at the stated rate, fewest years", titles: { zh-Hant: 依所述成長率的末年，年數最少 }, formula: first label x (one + rate) ^ years, formulas: { zh-Hant: "首個標示 x（一 + 成長率）^ 年數" } }
  forward_high_usd_tn: { unit: USD tn, title: "Last year at the stated rate, most years", titles: { zh-Hant: 依所述成長率推至末年，年數最多 }, formula: first label x (one + rate) ^ years, formulas: { zh-Hant: "首個標示 x（一 + 成長率）^ 年數" } }
  forward_gap_usd_tn: { unit: USD tn, title: "Short of the forecast, most years", titles: { zh-Hant: 與預測的差距，年數最多 }, formula: last label - last year at the stated rate, formulas: { zh-Hant: "末個標示 - 依所述成長率的末年" } }
  first_step: { unit: share, title: From the first label to the second, titles: { zh-Hant: 首個標示到第二個 }, formula: second label / first label - one, formulas: { zh-Hant: "第二個標示 / 首個標示 - 一" } }
  last_step: { unit: share, title: From the second label to the last, titles: { zh-Hant: 第二個標示到末個 }, formula: last label / second label - one, formulas: { zh-Hant: "末個標示 / 第二個標示 - 一" } }
*/
WITH r AS (
  SELECT max(stated_rate) AS rate, max(first_usd_tn) AS first_usd_tn, max(last_usd_tn) AS last_usd_tn,
    max(last_year) AS last_year, min(cagr) AS cagr_low, max(cagr) AS cagr_high, count(*) AS readings,
    min(last_at_rate_usd_tn) AS forward_low_usd_tn, max(last_at_rate_usd_tn) AS forward_high_usd_tn
  FROM market_readings
),
axis AS (
  SELECT count(*) AS axis_years, max(year) - min(year) AS span_years, min(year) AS first_year FROM market_axis WHERE axis = 'year'
),
labels AS (
  SELECT count(*) AS value_labels, max(value_usd_tn) FILTER (position = 2) AS second_usd_tn FROM market_forecast
)
SELECT make_date(first_year, 1, 1) AS first_date, make_date(last_year, 1, 1) AS last_date,
  first_usd_tn, last_usd_tn, last_usd_tn / first_usd_tn AS multiple,
  rate AS stated_rate, cagr_low, cagr_high, cagr_low - rate AS excess_low, cagr_high - rate AS excess_high,
  axis_years, value_labels, readings, span_years,
  last_usd_tn / pow(1 + rate, span_years) AS back_first_usd_tn,
  last_usd_tn / pow(1 + rate, span_years - 1) AS back_second_usd_tn,
  last_usd_tn / pow(1 + rate, span_years - 2) AS back_third_usd_tn,
  forward_low_usd_tn, forward_high_usd_tn, last_usd_tn - forward_high_usd_tn AS forward_gap_usd_tn,
  second_usd_tn / first_usd_tn - 1 AS first_step, last_usd_tn / second_usd_tn - 1 AS last_step
FROM r, axis, labels
ORDER BY last_date
