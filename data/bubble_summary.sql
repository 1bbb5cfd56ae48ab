/*
title: The bubble share in one row
titles: { zh-Hant: 泡沫比例總計 }
fields:
  share: { unit: share, title: Bubble share, titles: { zh-Hant: 泡沫比例 } }
  bases: { unit: count, title: Different bases, titles: { zh-Hant: 不同的基準 } }
  market_usd_bn: { unit: USD bn, title: The share of the market, titles: { zh-Hant: 市場規模的泡沫部分 }, formula: market size x share, formulas: { zh-Hant: "市場規模 x 比例" } }
  companies_usd_bn: { unit: USD bn, title: "The share of company valuations, at least", titles: { zh-Hant: 公司估值的泡沫部分，至少 }, formula: valuation threshold x share, formulas: { zh-Hant: "估值門檻 x 比例" } }
  ratio: { unit: x, title: One basis against the other, titles: { zh-Hant: 兩種基數之比 }, formula: share of the market / share of company valuations, formulas: { zh-Hant: "市場的比例值 / 公司估值的比例值" } }
  threshold_usd_bn: { unit: USD bn, title: Valuation threshold, titles: { zh-Hant: 估值門檻 } }
  above_by_picture: { unit: count, title: Companies at or above the threshold in the picture, titles: { zh-Hant: 圖上達門檻的公司 } }
  above_by_closed: { unit: count, title: Companies at or above it with the closed valuation, titles: { zh-Hant: 以已完成估值達門檻的公司 } }
  subject_usd_bn: { unit: USD bn, title: The share of the subject's closed valuation, titles: { zh-Hant: 主角已完成估值的同比例 }, formula: last closed valuation x share, formulas: { zh-Hant: "最近完成的估值 x 比例" } }
*/
WITH threshold AS (SELECT base_usd_bn AS threshold_usd_bn FROM bubble WHERE id = 'bubble-companies'),
companies AS (
  SELECT count(*) FILTER (p.valuation_usd_bn >= t.threshold_usd_bn) AS above_by_picture,
    count(*) FILTER (p.closed_usd_bn >= t.threshold_usd_bn) AS above_by_closed
  FROM peers_ranked p CROSS JOIN threshold t
),
shares AS (
  SELECT max(share) AS share, count(DISTINCT basis) AS bases,
    max(bubble_usd_bn) FILTER (id = 'bubble-market') AS market_usd_bn,
    max(bubble_usd_bn) FILTER (id = 'bubble-companies') AS companies_usd_bn
  FROM bubble
)
SELECT s.share, s.bases, s.market_usd_bn, s.companies_usd_bn, s.market_usd_bn / s.companies_usd_bn AS ratio,
  t.threshold_usd_bn, c.above_by_picture, c.above_by_closed, s.share * v.last_usd_bn AS subject_usd_bn
FROM shares s, companies c, threshold t, valuation_summary v
ORDER BY s.share
