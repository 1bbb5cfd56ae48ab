/*
title: Stated capital in one row
titles: { zh-Hant: 所述資本總計 }
fields:
  known_usd_bn: { unit: USD bn, title: Capital with a stated amount, titles: { zh-Hant: 列明金額的資本 }, formula: sum of the stated amounts, formulas: { zh-Hant: "所述金額合計" } }
  investors: { unit: count, title: Investors named, titles: { zh-Hant: 列名投資人 } }
  investors_without_amount: { unit: count, title: Investors named without an amount, titles: { zh-Hant: 未列金額的投資人 } }
  share_of_first_valuation: { unit: share, title: Stated capital against the first valuation, titles: { zh-Hant: 列明資本占首次估值 }, formula: stated capital / valuation of the first round, formulas: { zh-Hant: "所述資本 / 首輪估值" } }
  share_of_last_valuation: { unit: share, title: Stated capital against the last closed valuation, titles: { zh-Hant: 列明資本占最近已完成估值 }, formula: stated capital / last closed valuation, formulas: { zh-Hant: "所述資本 / 最近完成的估值" } }
*/
SELECT sum(c.invested_usd_bn) AS known_usd_bn, count(*) AS investors, count(*) FILTER (NOT has_amount) AS investors_without_amount,
  sum(c.invested_usd_bn) / max(s.first_usd_bn) AS share_of_first_valuation,
  sum(c.invested_usd_bn) / max(s.last_usd_bn) AS share_of_last_valuation
FROM capital_ranked c CROSS JOIN valuation_summary s
ORDER BY known_usd_bn
