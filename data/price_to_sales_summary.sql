/*
title: Price to sales in one row
description: What the stated multiple implies for revenue and the stated revenue for the multiple, with our reading of the phrases, and the year that each side is of.
fields:
  valuation_usd_bn: { unit: USD bn, title: Last closed valuation }
  multiple_low: { unit: x, title: "Stated multiple at least, as we read it" }
  multiple_high: { unit: x, title: "Stated multiple at most, as we read it" }
  revenue_low_usd_bn: { unit: USD bn, title: "Stated revenue at least, as we read it" }
  revenue_high_usd_bn: { unit: USD bn, title: "Stated revenue at most, as we read it" }
  implied_revenue_low_usd_bn: { unit: USD bn, title: Implied revenue at least, formula: valuation / stated multiple at most }
  implied_revenue_high_usd_bn: { unit: USD bn, title: Implied revenue at most, formula: valuation / stated multiple at least }
  implied_multiple_low: { unit: x, title: Implied multiple at least, titles: { zh-Hant: 隱含倍數下限 }, formula: valuation / stated revenue at most }
  implied_multiple_high: { unit: x, title: Implied multiple at most, titles: { zh-Hant: 隱含倍數上限 }, formula: valuation / stated revenue at least }
  overlap_low_usd_bn: { unit: USD bn, title: Revenue that fits both at least, formula: larger of the lower bounds }
  overlap_high_usd_bn: { unit: USD bn, title: Revenue that fits both at most, formula: smaller of the upper bounds }
  years_apart: { unit: years, title: Years between valuation and revenue, formula: year of the valuation - year of the revenue }
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
