/*
title: The peer comparison in one row
titles: { zh-Hant: 同業比較總計 }
fields:
  companies: { unit: count, title: Companies in the picture, titles: { zh-Hant: 圖中公司數 } }
  subject_picture_usd_bn: { unit: USD bn, title: The subject in the picture, titles: { zh-Hant: 主角圖上估值 } }
  subject_closed_usd_bn: { unit: USD bn, title: The subject's last closed valuation, titles: { zh-Hant: 主角最近已完成估值 } }
  subject_picture_rank: { unit: rank, title: The subject's rank in the picture, titles: { zh-Hant: 圖上名次 } }
  subject_closed_rank: { unit: rank, title: The subject's rank with its closed valuation, titles: { zh-Hant: 以已完成估值計的名次 } }
  overstated_usd_bn: { unit: USD bn, title: Difference of the bases, titles: { zh-Hant: 兩種口徑的差額 }, formula: the subject in the picture - its last closed valuation, formulas: { zh-Hant: "圖中的主角 - 其最近完成的估值" } }
  overstated: { unit: x, title: The picture as a multiple of the closed valuation, titles: { zh-Hant: 圖中數值為已完成估值的倍數 }, formula: the subject in the picture / its last closed valuation, formulas: { zh-Hant: "圖中的主角 / 其最近完成的估值" } }
  leader_closed_usd_bn: { unit: USD bn, title: Highest value with the closed valuation, titles: { zh-Hant: 以已完成估值計的最高者 } }
  leader_over_subject: { unit: x, title: The leader as a multiple of the subject, titles: { zh-Hant: 首位為主角的倍數 }, formula: highest value / the subject's last closed valuation, formulas: { zh-Hant: "最高估值 / 主角最近完成的估值" } }
  subject_share_of_leader: { unit: share, title: The subject against the leader, titles: { zh-Hant: 主角占最高者 }, formula: the subject's last closed valuation / highest value, formulas: { zh-Hant: "主角最近完成的估值 / 最高估值" } }
*/
WITH subject AS (SELECT * FROM peers_ranked WHERE is_subject),
leader AS (SELECT * FROM peers_ranked WHERE closed_rank = 1 ORDER BY id LIMIT 1)
SELECT (SELECT count(*) FROM peers_ranked) AS companies,
  s.valuation_usd_bn AS subject_picture_usd_bn, s.closed_usd_bn AS subject_closed_usd_bn,
  s.picture_rank AS subject_picture_rank, s.closed_rank AS subject_closed_rank, s.equals_target,
  s.valuation_usd_bn - s.closed_usd_bn AS overstated_usd_bn, s.valuation_usd_bn / s.closed_usd_bn AS overstated,
  l.label_zh_hant AS leader_label_zh_hant, l.label_en AS leader_label_en, l.closed_usd_bn AS leader_closed_usd_bn,
  l.closed_usd_bn / s.closed_usd_bn AS leader_over_subject, s.closed_usd_bn / l.closed_usd_bn AS subject_share_of_leader
FROM subject s CROSS JOIN leader l
ORDER BY companies
