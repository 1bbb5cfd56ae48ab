/*
title: Timeline
description: The dated events in order of time; year-precise dates stand at the first of January.
primaryKey: id
fields:
  amount: { unitField: unit, title: Amount }
*/
SELECT id, row_number() OVER (ORDER BY date, ordinal) AS ordinal, date, date_end, precision, kind, label_zh_hant, label_en, detail_zh_hant, detail_en,
  amount, unit, kind = 'forecast' OR date > (SELECT last_date FROM valuation_summary) AS is_future, place
FROM events
WHERE date IS NOT NULL
ORDER BY ordinal
