/*
title: The valuation path in one row
titles: { zh-Hant: 估值軌跡總計 }
description: First, last and rumoured valuation, what lies between them, and the path once more with the first valuation read as one slipped decimal point.
fields:
  first_usd_bn: { unit: USD bn, title: First valuation, titles: { zh-Hant: 首次估值 } }
  first_raised_usd_bn: { unit: USD bn, title: Raised in the first round, titles: { zh-Hant: 首輪募得金額 } }
  previous_usd_bn: { unit: USD bn, title: Valuation before the last, titles: { zh-Hant: 前一輪估值 } }
  last_usd_bn: { unit: USD bn, title: Last closed valuation, titles: { zh-Hant: 最近已完成估值 } }
  last_raised_usd_bn: { unit: USD bn, title: Raised in the last closed round, titles: { zh-Hant: 最近完成一輪的募資 } }
  target_usd_bn: { unit: USD bn, title: Rumoured target, titles: { zh-Hant: 傳聞目標 } }
  months: { unit: months, title: Months from the first to the last round, titles: { zh-Hant: 首輪至最近一輪月數 } }
  years: { unit: years, title: Years from the first to the last round, titles: { zh-Hant: 首輪到末輪的年數 }, formula: months / twelve, formulas: { zh-Hant: "月數 / 十二" } }
  multiple: { unit: x, title: Multiple from first to last, titles: { zh-Hant: 首輪至最近一輪的倍數 }, formula: last closed valuation / first valuation, formulas: { zh-Hant: "最近完成的估值 / 首次估值" } }
  multiple_stated: { unit: x, title: Multiple as the article states it, titles: { zh-Hant: 文中所述的倍數 } }
  previous_multiple: { unit: x, title: Multiple of the round before the last, titles: { zh-Hant: 為前一輪的倍數 }, formula: valuation before the last / first valuation, formulas: { zh-Hant: "前一輪估值 / 首次估值" } }
  last_multiple: { unit: x, title: Multiple of the last round, titles: { zh-Hant: 末輪的倍數 }, formula: last closed valuation / valuation before the last, formulas: { zh-Hant: "最近完成的估值 / 前一輪估值" } }
  multiple_to_target: { unit: x, title: Multiple from first to target, titles: { zh-Hant: 首輪至傳聞目標的倍數 }, formula: rumoured target / first valuation, formulas: { zh-Hant: "傳聞目標 / 首次估值" } }
  target_over_last: { unit: x, title: Target as a multiple of the last valuation, titles: { zh-Hant: 目標為最近估值的倍數 }, formula: rumoured target / last closed valuation, formulas: { zh-Hant: "傳聞目標 / 最近完成的估值" } }
  target_added_usd_bn: { unit: USD bn, title: Value between the last valuation and the target, titles: { zh-Hant: 最近估值到目標的價值 }, formula: rumoured target - last closed valuation, formulas: { zh-Hant: "傳聞目標 - 最近完成的估值" } }
  raised_stated_usd_bn: { unit: USD bn, title: Raised in the rounds that state an amount, titles: { zh-Hant: 有金額各輪的募資合計 }, formula: sum of the stated amounts, formulas: { zh-Hant: "所述金額合計" } }
  first_stake: { unit: share, title: Share sold in the first round, titles: { zh-Hant: 首輪出讓比例 }, formula: amount raised / valuation after the round, formulas: { zh-Hant: "募得金額 / 投後估值" } }
  last_stake: { unit: share, title: Share sold in the last round, titles: { zh-Hant: 最近一輪出讓比例 }, formula: amount raised / valuation after the round, formulas: { zh-Hant: "募得金額 / 投後估值" } }
  slip_factor: { unit: x, title: Factor of a slipped decimal point, titles: { zh-Hant: 小數點錯位的倍率 } }
  first_if_slip_usd_bn: { unit: USD bn, title: First valuation if the decimal slipped, titles: { zh-Hant: 小數點若誤植的首次估值 }, formula: first valuation x factor of the slip, formulas: { zh-Hant: "首次估值 x 錯位倍率" } }
  multiple_if_slip: { unit: x, title: Multiple if the decimal slipped, titles: { zh-Hant: 小數點若誤植的倍數 }, formula: last closed valuation / first valuation if the decimal slipped, formulas: { zh-Hant: "最近完成的估值 / 小數點錯位時的首次估值" } }
  stake_if_slip: { unit: share, title: Share sold in the first round if the decimal slipped, titles: { zh-Hant: 小數點若誤植的首輪出讓比例 }, formula: amount raised / first valuation if the decimal slipped, formulas: { zh-Hant: "募得金額 / 小數點錯位時的首次估值" } }
  closed_rounds: { unit: count, title: Closed rounds, titles: { zh-Hant: 已完成的輪次 } }
  rounds_without_amount: { unit: count, title: Closed rounds without an amount, titles: { zh-Hant: 沒有金額的已完成輪次 } }
*/
WITH first AS (SELECT * FROM valuation_points WHERE is_first),
last AS (SELECT * FROM valuation_points WHERE is_last_closed),
target AS (SELECT * FROM valuation_points WHERE status = 'rumoured'),
previous AS (SELECT g.previous_usd_bn, g.multiple FROM round_growth g JOIN last l ON l.id = g.id),
counts AS (
  SELECT count(*) AS closed_rounds, count(*) FILTER (raised_usd_bn IS NULL) AS rounds_without_amount, sum(raised_usd_bn) AS raised_stated_usd_bn
  FROM valuation_points WHERE is_closed
),
slip AS (SELECT max(value) AS slip_factor FROM audit_rules WHERE id = 'decimal-slip'),
stated AS (SELECT max(stated) AS multiple_stated FROM claims WHERE id = 'headline-multiple')
SELECT f.date AS first_date, l.date AS last_date,
  l.label_zh_hant AS last_label_zh_hant, l.label_en AS last_label_en,
  f.post_money_usd_bn AS first_usd_bn, f.raised_usd_bn AS first_raised_usd_bn, p.previous_usd_bn,
  l.post_money_usd_bn AS last_usd_bn, l.raised_usd_bn AS last_raised_usd_bn, t.post_money_usd_bn AS target_usd_bn,
  date_diff('month', f.date, l.date) AS months,
  date_diff('month', f.date, l.date) / 12.0::DOUBLE AS years,
  l.post_money_usd_bn / f.post_money_usd_bn AS multiple, s.multiple_stated,
  p.previous_usd_bn / f.post_money_usd_bn AS previous_multiple, p.multiple AS last_multiple,
  t.post_money_usd_bn / f.post_money_usd_bn AS multiple_to_target,
  t.post_money_usd_bn / l.post_money_usd_bn AS target_over_last,
  t.post_money_usd_bn - l.post_money_usd_bn AS target_added_usd_bn,
  c.raised_stated_usd_bn,
  f.raised_usd_bn / f.post_money_usd_bn AS first_stake, l.raised_usd_bn / l.post_money_usd_bn AS last_stake,
  slip_factor, f.post_money_usd_bn * slip_factor AS first_if_slip_usd_bn,
  l.post_money_usd_bn / (f.post_money_usd_bn * slip_factor) AS multiple_if_slip,
  f.raised_usd_bn / (f.post_money_usd_bn * slip_factor) AS stake_if_slip,
  c.closed_rounds, c.rounds_without_amount
FROM first f, last l, target t, previous p, counts c, slip, stated s
ORDER BY l.date
