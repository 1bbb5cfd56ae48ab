/*
title: Growth between consecutive rounds
description: Each round against the round before it. The rumoured target has no date, hence no months.
primaryKey: id
fields:
  post_money_usd_bn: { unit: USD bn, title: Valuation, titles: { zh-Hant: 估值 } }
  previous_usd_bn: { unit: USD bn, title: Previous valuation, titles: { zh-Hant: 前一輪估值 } }
  multiple: { unit: x, title: Multiple of the previous valuation, titles: { zh-Hant: 為前一輪的倍數 }, formula: valuation / previous valuation }
  added_usd_bn: { unit: USD bn, title: Value added, formula: valuation - previous valuation }
  months: { unit: months, title: Months since the previous round, titles: { zh-Hant: 距前一輪月數 }, formula: month of the round - month of the previous round }
*/
SELECT id, ordinal, label_zh_hant, label_en, status, date, lag(date) OVER w AS previous_date, is_last_closed,
  lag(id) OVER w AS previous_id,
  lag(label_zh_hant) OVER w AS previous_label_zh_hant, lag(label_en) OVER w AS previous_label_en,
  lag(post_money_usd_bn) OVER w AS previous_usd_bn, post_money_usd_bn,
  post_money_usd_bn / lag(post_money_usd_bn) OVER w AS multiple,
  post_money_usd_bn - lag(post_money_usd_bn) OVER w AS added_usd_bn,
  date_diff('month', lag(date) OVER w, date) AS months,
  place
FROM valuation_points
WINDOW w AS (ORDER BY ordinal)
QUALIFY previous_id IS NOT NULL
ORDER BY ordinal
