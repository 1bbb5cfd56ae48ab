/*
title: A figure referred to exists, and a claim states a number or a phrase
*/
SELECT 'statements' AS source, s.id FROM statements s LEFT JOIN figures f ON f.dataset = s.dataset AND f.row = s.row AND f.field = s.field
WHERE s.dataset IS NOT NULL AND f.amount IS NULL
UNION ALL SELECT 'statements', s.id FROM statements s LEFT JOIN figures f ON f.dataset = s.dataset AND f.row = s.row_high AND f.field = s.field
WHERE s.row_high IS NOT NULL AND f.amount IS NULL
UNION ALL SELECT 'statements', id FROM statements
WHERE (stated IS NOT NULL)::INTEGER + (dataset IS NOT NULL)::INTEGER + (phrase_en IS NOT NULL)::INTEGER <> 1 OR (stated IS NULL) <> (unit IS NULL)
UNION ALL SELECT 'events', e.id FROM events e LEFT JOIN figures f ON f.dataset = e.dataset AND f.row = e.row AND f.field = e.field
WHERE e.dataset IS NOT NULL AND (f.amount IS NULL OR e.amount IS NOT NULL)
UNION ALL SELECT 'risk_scenarios', r.id FROM risk_scenarios r LEFT JOIN market_statements m ON m.id = r.base_statement
WHERE r.base_statement IS NOT NULL AND (m.id IS NULL OR r.base_amount IS NOT NULL)
UNION ALL SELECT 'revenue_statements', s.id FROM revenue_statements s LEFT JOIN phrase_readings p ON p.id = s.reading WHERE p.id IS NULL
ORDER BY source, id
