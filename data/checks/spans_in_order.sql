/*
title: No span ends before it begins, and a dated event has a precision
*/
SELECT 'events' AS source, id FROM events WHERE date_end < date OR (date IS NULL) <> (precision IS NULL)
UNION ALL SELECT 'risk_scenarios', id FROM risk_scenarios WHERE to_year < from_year
UNION ALL SELECT 'pictures', id FROM pictures WHERE title_to < title_from OR caption_to < caption_from
UNION ALL SELECT 'phrase_readings', id FROM phrase_readings WHERE high < low
UNION ALL SELECT 'claims', id FROM claims WHERE stated_high < stated
ORDER BY source, id
