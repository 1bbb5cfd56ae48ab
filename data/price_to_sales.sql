/*
title: Revenue that a price-to-sales multiple implies
titles: { zh-Hant: 市銷比隱含的營收 }
description: The last closed valuation divided by each multiple, beside the bounds that we read into the stated revenue.
primaryKey: id
fields:
  multiple: { unit: x, title: Price-to-sales multiple, titles: { zh-Hant: 市銷比 } }
  valuation_usd_bn: { unit: USD bn, title: Last closed valuation, titles: { zh-Hant: 最近完成的估值 } }
  revenue_usd_bn: { unit: USD bn, title: Implied revenue, titles: { zh-Hant: 隱含營收 }, formula: last closed valuation / multiple, formulas: { zh-Hant: "最近完成的估值 / 倍數" } }
  stated_low_usd_bn: { unit: USD bn, title: "Stated revenue at least, as we read it", titles: { zh-Hant: 判讀的所述營收下限 } }
  stated_high_usd_bn: { unit: USD bn, title: "Stated revenue at most, as we read it", titles: { zh-Hant: 判讀的所述營收上限 } }
*/
SELECT p.id, p.multiple, v.last_usd_bn AS valuation_usd_bn, v.last_usd_bn / p.multiple AS revenue_usd_bn,
  s.low AS stated_low_usd_bn, s.high AS stated_high_usd_bn,
  v.last_usd_bn / p.multiple BETWEEN s.low AND s.high AS within_stated,
  CASE WHEN v.last_usd_bn / p.multiple > s.high THEN '高於所述營收' WHEN v.last_usd_bn / p.multiple < s.low THEN '低於所述營收' ELSE '落在所述營收之內' END AS label_zh_hant,
  CASE WHEN v.last_usd_bn / p.multiple > s.high THEN 'Above the range' WHEN v.last_usd_bn / p.multiple < s.low THEN 'Below the range' ELSE 'Within the range' END AS label_en
FROM price_to_sales_steps p CROSS JOIN valuation_summary v JOIN revenue_statements r ON r.kind = 'revenue' JOIN phrase_readings s ON s.id = r.reading
ORDER BY p.multiple
