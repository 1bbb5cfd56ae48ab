/*
title: An amount has a unit, and a unit has an amount
*/
SELECT 'events' AS source, id FROM events WHERE (amount IS NULL) <> (unit IS NULL)
UNION ALL SELECT 'guidance', id FROM guidance WHERE (value IS NULL) <> (unit IS NULL)
UNION ALL SELECT 'risk_scenarios', id FROM risk_scenarios WHERE (base_amount IS NULL) <> (base_unit IS NULL)
UNION ALL SELECT 'claims_audit', id FROM claims_audit WHERE (computed IS NULL) <> (computed_unit IS NULL) OR (other IS NULL) <> (other_unit IS NULL)
ORDER BY source, id
