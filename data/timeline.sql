/*
title: Timeline
titles: { zh-Hant: 時間軸 }
description: The dated events in order of time; year-precise dates stand at the first of January.
primaryKey: id
fields:
  amount: { unitField: unit, title: Amount, titles: { zh-Hant: 金額 } }
*/
SELECT e.id, row_number() OVER (ORDER BY e.date, e.ordinal) AS ordinal, e.date, e.date_end, e.precision, e.kind,
  e.label_zh_hant, e.label_en, e.detail_zh_hant, e.detail_en,
  coalesce(e.amount, f.amount) AS amount, coalesce(e.unit, f.unit) AS unit,
  e.kind = 'forecast' OR e.date > (SELECT last_date FROM valuation_summary) AS is_future, e.place
FROM events e
LEFT JOIN figures f ON f.dataset = e.dataset AND f.row = e.row AND f.field = e.field
WHERE e.date IS NOT NULL
ORDER BY ordinal
