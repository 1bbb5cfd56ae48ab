/*
title: Investors by stated capital
titles: { zh-Hant: 投資人依所述資本排序 }
description: Investors with an amount first, largest first; those without one follow in name order and have no rank.
primaryKey: id
fields:
  invested_usd_bn: { unit: USD bn, title: Amount invested, titles: { zh-Hant: 投入金額 } }
  rank: { unit: count, title: Rank, titles: { zh-Hant: 名次 } }
  share_of_known: { unit: share, title: Share of the amounts that are stated, titles: { zh-Hant: 占所述金額的比例 }, formula: amount / sum of the stated amounts, formulas: { zh-Hant: "金額 / 所述金額合計" } }
  share_of_first_valuation: { unit: share, title: Amount against the first valuation, titles: { zh-Hant: 相對首次估值的金額 }, formula: amount / valuation of the first round, formulas: { zh-Hant: "金額 / 首輪估值" } }
*/
SELECT c.id, CASE WHEN invested_usd_bn IS NOT NULL THEN rank() OVER (ORDER BY invested_usd_bn DESC NULLS LAST) END AS rank,
  c.label_zh_hant, c.label_en, c.round, r.label_zh_hant AS round_label_zh_hant, r.label_en AS round_label_en,
  c.role, c.role_label_zh_hant, c.role_label_en, c.invested_usd_bn, c.at_least, make_date(c.as_of, 1, 1) AS as_of,
  c.invested_usd_bn IS NOT NULL AS has_amount,
  c.invested_usd_bn / sum(c.invested_usd_bn) OVER () AS share_of_known,
  c.invested_usd_bn / s.first_usd_bn AS share_of_first_valuation,
  c.place
FROM capital_by_investor c CROSS JOIN valuation_summary s LEFT JOIN funding_rounds r ON r.id = c.round
ORDER BY c.invested_usd_bn DESC NULLS LAST, c.label_en
