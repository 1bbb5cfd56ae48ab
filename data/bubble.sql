/*
title: The bubble share on each basis
description: The same share of a market size and of company valuations. The latter base is a threshold, so its value is a lower bound.
primaryKey: id
fields:
  share: { unit: share, title: Bubble share }
  base_usd_bn: { unit: USD bn, title: Base, titles: { zh-Hant: 基數 }, formula: stated base in billions }
  bubble_usd_bn: { unit: USD bn, title: Value of the share, titles: { zh-Hant: 泡沫部分的價值 }, formula: base x share }
  rest_usd_bn: { unit: USD bn, title: What remains, formula: base x (one - share) }
*/
SELECT id, basis, basis_label_zh_hant, basis_label_en, label_zh_hant, label_en, share, at_least,
  base_amount * CASE base_unit WHEN 'USD tn' THEN 1000 ELSE 1 END AS base_usd_bn,
  base_amount * CASE base_unit WHEN 'USD tn' THEN 1000 ELSE 1 END * share AS bubble_usd_bn,
  base_amount * CASE base_unit WHEN 'USD tn' THEN 1000 ELSE 1 END * (1 - share) AS rest_usd_bn,
  place
FROM risk_scenarios
WHERE kind = 'bubble'
ORDER BY base_usd_bn DESC
