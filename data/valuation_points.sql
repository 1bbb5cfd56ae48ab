/*
title: Valuation of each round in the prose
titles: { zh-Hant: 內文各輪的估值 }
description: One row a round. The rumoured target has no date of its own; chart_date places it at the last closed round.
primaryKey: id
fields:
  post_money_usd_bn: { unit: USD bn, title: Valuation, titles: { zh-Hant: 估值 } }
  raised_usd_bn: { unit: USD bn, title: Amount raised, titles: { zh-Hant: 募得金額 } }
  chart_date: { title: Date, titles: { zh-Hant: 日期 }, description: "the round's month, or for the rumoured target the month of the last closed round" }
  multiple_of_first: { unit: x, title: Multiple of the first valuation, titles: { zh-Hant: 為首次估值的倍數 }, formula: valuation / valuation of the first round, formulas: { zh-Hant: "估值 / 首輪估值" } }
*/
WITH ends AS (
  SELECT min(date) AS first_date, max(date) AS last_date,
    arg_min(post_money_usd_bn, date) AS first_value
  FROM funding_rounds WHERE status = 'closed'
)
SELECT r.id, r.ordinal, r.label_zh_hant, r.label_en, r.date, coalesce(r.date, e.last_date) AS chart_date, r.series,
  r.status, r.status_label_zh_hant, r.status_label_en, r.raised_usd_bn, r.post_money_usd_bn,
  r.post_money_usd_bn / e.first_value AS multiple_of_first,
  r.status = 'closed' AS is_closed,
  r.status = 'closed' AND r.date = e.first_date AS is_first,
  r.status = 'closed' AND r.date = e.last_date AS is_last_closed,
  r.place
FROM funding_rounds r CROSS JOIN ends e
ORDER BY r.ordinal
