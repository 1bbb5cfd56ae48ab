/*
title: What a correction leaves
titles: { zh-Hant: 修正之後還剩多少 }
description: Each end of the correction range applied to the last closed valuation and to the rumoured target.
primaryKey: id
fields:
  share: { unit: share, title: Fall, titles: { zh-Hant: 跌幅 } }
  before_usd_bn: { unit: USD bn, title: Valuation before, titles: { zh-Hant: 修正前估值 } }
  after_usd_bn: { unit: USD bn, title: Valuation after, titles: { zh-Hant: 修正後估值 }, formula: valuation before x (one - fall), formulas: { zh-Hant: "先前估值 x（一 - 跌幅）" } }
  lost_usd_bn: { unit: USD bn, title: Value lost, titles: { zh-Hant: 減少的價值 }, formula: valuation before x fall, formulas: { zh-Hant: "先前估值 x 跌幅" } }
  previous_usd_bn: { unit: USD bn, title: Valuation of the round before the last, titles: { zh-Hant: 前一輪的估值 } }
  multiple_of_previous: { unit: x, title: Multiple of the round before the last, titles: { zh-Hant: 為前一輪的倍數 }, formula: valuation after / valuation of the round before the last, formulas: { zh-Hant: "修正後估值 / 前一輪的估值" } }
  share_of_closed: { unit: share, title: Against the last closed valuation, titles: { zh-Hant: 占最近已完成估值 }, formula: valuation after / last closed valuation, formulas: { zh-Hant: "修正後估值 / 最近完成的估值" } }
*/
WITH bases AS (
  SELECT 'closed' AS basis, 1 AS ordinal, '最近完成輪估值' AS basis_label_zh_hant, 'Last closed valuation' AS basis_label_en, last_usd_bn AS before_usd_bn FROM valuation_summary
  UNION ALL
  SELECT 'target', 2, '傳聞目標', 'Rumoured target', target_usd_bn FROM valuation_summary
)
SELECT b.basis || '_' || replace(r.id, 'correction-', '') AS id, b.basis, b.basis_label_zh_hant, b.basis_label_en,
  r.id AS scenario, r.label_zh_hant, r.label_en, r.share, b.before_usd_bn,
  b.before_usd_bn * (1 - r.share) AS after_usd_bn, b.before_usd_bn * r.share AS lost_usd_bn,
  v.previous_usd_bn, b.before_usd_bn * (1 - r.share) / v.previous_usd_bn AS multiple_of_previous,
  b.before_usd_bn * (1 - r.share) / v.last_usd_bn AS share_of_closed, r.place
FROM bases b JOIN risk_scenarios r ON r.kind = 'correction' CROSS JOIN valuation_summary v
ORDER BY b.ordinal, r.share
