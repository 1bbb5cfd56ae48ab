/*
title: Share sold in each round
titles: { zh-Hant: 各輪出讓的股權 }
description: Rounds whose amount is stated, and the first of them once more with its valuation read as one slipped decimal point.
primaryKey: id
fields:
  raised_usd_bn: { unit: USD bn, title: Amount raised, titles: { zh-Hant: 募得金額 } }
  post_money_usd_bn: { unit: USD bn, title: Valuation after the round, titles: { zh-Hant: 投後估值 } }
  pre_money_usd_bn: { unit: USD bn, title: Valuation before the round, titles: { zh-Hant: 投前估值 }, formula: valuation after the round - amount raised, formulas: { zh-Hant: "投後估值 - 募得金額" } }
  stake: { unit: share, title: Share sold, titles: { zh-Hant: 出讓比例 }, formula: amount raised / valuation after the round, formulas: { zh-Hant: "募得金額 / 投後估值" } }
  majority: { unit: share, title: Majority, titles: { zh-Hant: 過半 } }
*/
WITH readings AS (
  SELECT id, id AS round, ordinal * 2 AS ordinal, 'stated' AS reading, label_zh_hant, label_en, raised_usd_bn, post_money_usd_bn
  FROM valuation_points
  UNION ALL
  SELECT p.id || '-slip', p.id, p.ordinal * 2 + 1, 'slip', p.label_zh_hant || '（小數點若錯位）', p.label_en || ' (if the decimal slipped)',
    p.raised_usd_bn, p.post_money_usd_bn * rule.value
  FROM valuation_points p JOIN audit_rules rule ON rule.id = 'decimal-slip'
  WHERE p.is_first
)
SELECT r.id, r.round, r.reading, r.label_zh_hant, r.label_en, r.raised_usd_bn, r.post_money_usd_bn,
  r.post_money_usd_bn - r.raised_usd_bn AS pre_money_usd_bn,
  r.raised_usd_bn / r.post_money_usd_bn AS stake,
  m.value AS majority,
  r.raised_usd_bn / r.post_money_usd_bn > m.value AS sells_majority
FROM readings r JOIN audit_rules m ON m.id = 'majority'
WHERE r.raised_usd_bn IS NOT NULL
ORDER BY r.ordinal
