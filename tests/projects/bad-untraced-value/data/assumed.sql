/*
title: Numbers that no dataset gives
fields:
  target_usd_bn: { unit: USD bn }
*/
WITH own AS (SELECT 987 AS target_usd_bn)
SELECT r.round, o.target_usd_bn, coalesce(r.raised_usd_bn, 12) AS raised_usd_bn,
  CASE WHEN r.lead_investors > 1 THEN DATE '2025-10-01' ELSE r.closed END AS closed,
  '種子輪 ' || 2025 AS label_zh_hant, 0 * r.post_money_usd_bn + 21 AS price,
  sum(CASE WHEN r.lead_investors > 1 THEN 1 ELSE 0 END) OVER () AS led, 'word' AS word
FROM rounds r, own o
UNION ALL
SELECT 'total', NULL, 5, NULL, NULL, NULL, NULL, NULL
