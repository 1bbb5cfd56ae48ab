/*
title: Every claim has one audit row with a finding
*/
SELECT c.id, count(a.id) AS audit_rows, count(a.finding_en) AS findings
FROM claims c LEFT JOIN claims_audit a ON a.id = c.id
GROUP BY c.id
HAVING count(a.id) <> 1 OR count(a.finding_en) <> 1
ORDER BY c.id
