/*
title: Peers, ranked by the picture and with the closed valuation
titles: { zh-Hant: 同業排名，依圖與依已完成的估值 }
description: The picture's order, and the order when the subject stands at its last closed valuation; the other companies have only the picture's value.
primaryKey: id
fields:
  valuation_usd_bn: { unit: USD bn, title: Value in the picture, titles: { zh-Hant: 圖上估值 } }
  closed_usd_bn: { unit: USD bn, title: "Value with the subject at its last closed valuation", titles: { zh-Hant: 以最近已完成估值計 } }
  picture_rank: { unit: rank, title: Rank in the picture, titles: { zh-Hant: 圖中名次 } }
  closed_rank: { unit: rank, title: Rank with the closed valuation, titles: { zh-Hant: 依已完成估值的名次 } }
  places_lost: { unit: count, title: Places lost, titles: { zh-Hant: 下降名次 }, formula: rank with the closed valuation - rank in the picture, formulas: { zh-Hant: "依已完成估值的名次 - 圖中名次" } }
  subject_multiple: { unit: x, title: Value as a multiple of the subject's closed valuation, titles: { zh-Hant: 為主角已完成估值的倍數 }, formula: value / the subject's last closed valuation, formulas: { zh-Hant: "估值 / 主角最近完成的估值" } }
*/
WITH valued AS (
  SELECT p.*, CASE WHEN p.is_subject THEN s.last_usd_bn ELSE p.valuation_usd_bn END AS closed_usd_bn,
    s.last_usd_bn, p.is_subject AND p.valuation_usd_bn = s.target_usd_bn AS equals_target
  FROM peers p CROSS JOIN valuation_summary s
)
SELECT id, label_zh_hant, label_en, is_subject, at_least, equals_target, valuation_usd_bn, closed_usd_bn,
  rank() OVER (ORDER BY valuation_usd_bn DESC) AS picture_rank,
  rank() OVER (ORDER BY closed_usd_bn DESC) AS closed_rank,
  rank() OVER (ORDER BY closed_usd_bn DESC) - rank() OVER (ORDER BY valuation_usd_bn DESC) AS places_lost,
  closed_usd_bn / last_usd_bn AS subject_multiple,
  place
FROM valued
ORDER BY valuation_usd_bn DESC, id
