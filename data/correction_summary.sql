/*
title: Corrections in one row
titles: { zh-Hant: 修正總計 }
fields:
  fall_low: { unit: share, title: Smaller fall, titles: { zh-Hant: 較小跌幅 } }
  fall_high: { unit: share, title: Larger fall, titles: { zh-Hant: 較大跌幅 } }
  closed_low_usd_bn: { unit: USD bn, title: Closed valuation after the larger fall, titles: { zh-Hant: 較大跌幅後的已完成估值 }, formula: last closed valuation x (one - larger fall), formulas: { zh-Hant: "最近完成的估值 x（一 - 較大跌幅）" } }
  closed_high_usd_bn: { unit: USD bn, title: Closed valuation after the smaller fall, titles: { zh-Hant: 較小跌幅後的已完成估值 }, formula: last closed valuation x (one - smaller fall), formulas: { zh-Hant: "最近完成的估值 x（一 - 較小跌幅）" } }
  target_low_usd_bn: { unit: USD bn, title: Target after the larger fall, titles: { zh-Hant: 較大跌幅後的傳聞目標 }, formula: rumoured target x (one - larger fall), formulas: { zh-Hant: "傳聞目標 x（一 - 較大跌幅）" } }
  target_high_usd_bn: { unit: USD bn, title: Target after the smaller fall, titles: { zh-Hant: 較小跌幅後的傳聞目標 }, formula: rumoured target x (one - smaller fall), formulas: { zh-Hant: "傳聞目標 x（一 - 較小跌幅）" } }
  multiple_of_previous: { unit: x, title: "After the larger fall, against the round before the last", titles: { zh-Hant: 較大跌幅後為前一輪的倍數 }, formula: closed valuation after the larger fall / valuation of the round before the last, formulas: { zh-Hant: "較大跌幅後的估值 / 前一輪的估值" } }
*/
SELECT min(share) AS fall_low, max(share) AS fall_high,
  min(after_usd_bn) FILTER (basis = 'closed') AS closed_low_usd_bn, max(after_usd_bn) FILTER (basis = 'closed') AS closed_high_usd_bn,
  min(after_usd_bn) FILTER (basis = 'target') AS target_low_usd_bn, max(after_usd_bn) FILTER (basis = 'target') AS target_high_usd_bn,
  min(multiple_of_previous) FILTER (basis = 'closed') AS multiple_of_previous,
  (SELECT make_date(min(from_year), 1, 1) FROM risk_scenarios WHERE kind = 'correction') AS from_date,
  (SELECT make_date(max(to_year), 1, 1) FROM risk_scenarios WHERE kind = 'correction') AS to_date
FROM corrections
ORDER BY fall_low
