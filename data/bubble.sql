/*
title: The bubble share on each basis
titles: { zh-Hant: 各基準的泡沫比例 }
description: The same share of a market size and of company valuations. The latter base is a threshold, so its value is a lower bound.
primaryKey: id
fields:
  share: { unit: share, title: Bubble share, titles: { zh-Hant: 泡沫比例 } }
  base_usd_bn: { unit: USD bn, title: Base, titles: { zh-Hant: 基數 }, formula: stated base in billions, formulas: { zh-Hant: "所述基數，以十億計" } }
  bubble_usd_bn: { unit: USD bn, title: Value of the share, titles: { zh-Hant: 泡沫部分的價值 }, formula: base x share, formulas: { zh-Hant: "基數 x 比例" } }
  rest_usd_bn: { unit: USD bn, title: What remains, titles: { zh-Hant: 剩餘 }, formula: base x (one - share), formulas: { zh-Hant: "基數 x（一 - 比例）" } }
*/
WITH bases AS (
  SELECT r.*, coalesce(r.base_amount * CASE r.base_unit WHEN 'USD tn' THEN 1000 ELSE 1 END, m.value_usd_tn * 1000) AS base_usd_bn
  FROM risk_scenarios r LEFT JOIN market_statements m ON m.id = r.base_statement
  WHERE r.kind = 'bubble'
)
SELECT id, basis, basis_label_zh_hant, basis_label_en, label_zh_hant, label_en, share, at_least,
  base_usd_bn, base_usd_bn * share AS bubble_usd_bn, base_usd_bn * (1 - share) AS rest_usd_bn, place
FROM bases
ORDER BY base_usd_bn DESC
