/*
title: Price to sales in one row
titles: { zh-Hant: 市銷比總計 }
description: What the stated multiple implies for revenue and the stated revenue for the multiple, with our reading of the phrases, and the year that each side is of.
fields:
  valuation_usd_bn: { unit: USD bn, title: Last closed valuation, titles: { zh-Hant: 最近完成的估值 } }
  multiple_low: { unit: x, title: "Stated multiple at least, as we read it", titles: { zh-Hant: 判讀的所述倍數下限 } }
  multiple_high: { unit: x, title: "Stated multiple at most, as we read it", titles: { zh-Hant: 判讀的所述倍數上限 } }
  revenue_low_usd_bn: { unit: USD bn, title: "Stated revenue at least, as we read it", titles: { zh-Hant: 判讀的所述營收下限 } }
  revenue_high_usd_bn: { unit: USD bn, title: "Stated revenue at most, as we read it", titles: { zh-Hant: 判讀的所述營收上限 } }
  implied_revenue_low_usd_bn: { unit: USD bn, title: Implied revenue at least, titles: { zh-Hant: 隱含營收下限 }, formula: valuation / stated multiple at most, formulas: { zh-Hant: "估值 / 所述倍數上限" } }
  implied_revenue_high_usd_bn: { unit: USD bn, title: Implied revenue at most, titles: { zh-Hant: 隱含營收上限 }, formula: valuation / stated multiple at least, formulas: { zh-Hant: "估值 / 所述倍數下限" } }
  implied_multiple_low: { unit: x, title: Implied multiple at least, titles: { zh-Hant: 隱含倍數下限 }, formula: valuation / stated revenue at most, formulas: { zh-Hant: "估值 / 所述營收上限" } }
  implied_multiple_high: { unit: x, title: Implied multiple at most, titles: { zh-Hant: 隱含倍數上限 }, formula: valuation / stated revenue at least, formulas: { zh-Hant: "估值 / 所述營收下限" } }
  overlap_low_usd_bn: { unit: USD bn, title: Revenue that fits both at least, titles: { zh-Hant: 同時相符的營收下限 }, formula: larger of the lower bounds, formulas: { zh-Hant: "兩個下限中較大者" } }
  overlap_high_usd_bn: { unit: USD bn, title: Revenue that fits both at most, titles: { zh-Hant: 同時相符的營收上限 }, formula: smaller of the upper bounds, formulas: { zh-Hant: "兩個上限中較小者" } }
  years_apart: { unit: years, title: Years between valuation and revenue, titles: { zh-Hant: 估值與營收相隔年數 }, formula: year of the valuation - year of the revenue, formulas: { zh-Hant: "估值年份 - 營收年份" } }
*/
WITH read AS (
  SELECT s.kind, s.year, s.phrase_zh_hant, s.phrase_en, p.low, p.high
  FROM revenue_statements s JOIN phrase_readings p ON p.id = s.reading
),
revenue AS (SELECT * FROM read WHERE kind = 'revenue'),
ratio AS (SELECT * FROM read WHERE kind = 'price_to_sales')
SELECT v.last_usd_bn AS valuation_usd_bn, v.last_date AS valuation_date, make_date(r.year, 1, 1) AS revenue_date,
  p.low AS multiple_low, p.high AS multiple_high, r.low AS revenue_low_usd_bn, r.high AS revenue_high_usd_bn,
  p.phrase_zh_hant AS multiple_phrase_zh_hant, p.phrase_en AS multiple_phrase_en, r.phrase_zh_hant AS revenue_phrase_zh_hant, r.phrase_en AS revenue_phrase_en,
  v.last_usd_bn / p.high AS implied_revenue_low_usd_bn, v.last_usd_bn / p.low AS implied_revenue_high_usd_bn,
  v.last_usd_bn / r.high AS implied_multiple_low, v.last_usd_bn / r.low AS implied_multiple_high,
  greatest(r.low, v.last_usd_bn / p.high) AS overlap_low_usd_bn, least(r.high, v.last_usd_bn / p.low) AS overlap_high_usd_bn,
  year(v.last_date) - r.year AS years_apart, year(v.last_date) = r.year AS same_year
FROM revenue r CROSS JOIN ratio p CROSS JOIN valuation_summary v
ORDER BY valuation_date
