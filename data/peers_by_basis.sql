/*
title: Peer valuations by basis
titles: { zh-Hant: 各基準的同業估值 }
description: Long table for a chart, each company once by the picture and once with the subject at its last closed valuation.
primaryKey: id
fields:
  value_usd_bn: { unit: USD bn, title: Valuation, titles: { zh-Hant: 估值 } }
  rank: { unit: rank, title: Rank on this basis, titles: { zh-Hant: 此基準的名次 } }
*/
SELECT 'picture-' || id AS id, id AS company, 'picture' AS basis, '依圖' AS basis_label_zh_hant, 'As in the chart' AS basis_label_en,
  label_zh_hant, label_en, is_subject, at_least, valuation_usd_bn AS value_usd_bn, picture_rank AS rank
FROM peers_ranked
UNION ALL
SELECT 'closed-' || id, id, 'closed', '安思普羅改用已完成估值', 'Anthropic at its closed valuation',
  label_zh_hant, label_en, is_subject, at_least AND NOT is_subject, closed_usd_bn, closed_rank
FROM peers_ranked
ORDER BY basis DESC, rank, company
