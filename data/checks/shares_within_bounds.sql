/*
title: Shares lie between nothing and the whole
*/
SELECT 'dilution' AS source, id, stake AS share FROM dilution WHERE stake NOT BETWEEN 0 AND 1
UNION ALL SELECT 'risk_scenarios', id, share FROM risk_scenarios WHERE share NOT BETWEEN 0 AND 1
UNION ALL SELECT 'capital_ranked', id, share_of_known FROM capital_ranked WHERE share_of_known NOT BETWEEN 0 AND 1
UNION ALL SELECT 'guidance', id, value FROM guidance WHERE unit = 'share' AND value NOT BETWEEN 0 AND 1
UNION ALL SELECT 'claims', id, stated FROM claims WHERE unit = 'share' AND stated NOT BETWEEN 0 AND 1
ORDER BY source, id
