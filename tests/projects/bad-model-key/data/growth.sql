/*
primaryKey: half
*/
SELECT CASE WHEN closed < DATE '2025-06-01' THEN 'first' ELSE 'second' END AS half, closed FROM rounds ORDER BY closed
