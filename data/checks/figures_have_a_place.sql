/*
title: Every row of the article's figures says where it stands
*/
SELECT 'funding_rounds' AS dataset, id FROM funding_rounds WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'picture_valuation', id FROM picture_valuation WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'pictures', id FROM pictures WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'capital_by_investor', id FROM capital_by_investor WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'peers', id FROM peers WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'market_forecast', id FROM market_forecast WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'market_axis', id FROM market_axis WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'market_statements', id FROM market_statements WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'risk_scenarios', id FROM risk_scenarios WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'revenue_statements', id FROM revenue_statements WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'compute_capacity', id FROM compute_capacity WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'events', id FROM events WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'guidance', id FROM guidance WHERE place IS NULL OR NOT starts_with(place, '§')
UNION ALL SELECT 'statements', id FROM statements WHERE place IS NULL OR NOT starts_with(place, '§')
ORDER BY dataset, id
