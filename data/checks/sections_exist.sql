/*
title: Claims, pictures and statements belong to sections that exist
*/
SELECT 'claims' AS source, id, section FROM claims WHERE section NOT IN (SELECT id FROM sections)
UNION ALL SELECT 'pictures', id, section FROM pictures WHERE section NOT IN (SELECT id FROM sections)
UNION ALL SELECT 'market_statements', id, section FROM market_statements WHERE section NOT IN (SELECT id FROM sections)
ORDER BY source, id
