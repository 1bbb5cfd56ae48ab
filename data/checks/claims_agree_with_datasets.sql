/*
title: Numbers stated by claims are those of the datasets
*/
SELECT c.id, c.stated, d.stated AS dataset_stated
FROM claims c JOIN (
  SELECT 'first-valuation' AS id, post_money_usd_bn AS stated FROM funding_rounds WHERE id = '2024-03'
  UNION ALL SELECT 'record-round', raised_usd_bn FROM funding_rounds WHERE id = '2025-09'
  UNION ALL SELECT 'rumoured-target', post_money_usd_bn FROM funding_rounds WHERE id = 'target'
  UNION ALL SELECT 'capital-amazon', invested_usd_bn FROM capital_by_investor WHERE id = 'amazon'
  UNION ALL SELECT 'capital-google', invested_usd_bn FROM capital_by_investor WHERE id = 'google'
  UNION ALL SELECT 'revenue', low FROM revenue_statements WHERE id = 'revenue'
  UNION ALL SELECT 'price-to-sales', low FROM revenue_statements WHERE id = 'price-to-sales'
  UNION ALL SELECT 'picture-dates', count(*) FROM picture_valuation
  UNION ALL SELECT 'picture-last-point', arg_max(value_usd_bn, point) FROM picture_valuation
  UNION ALL SELECT 'picture-caption', caption_last FROM pictures WHERE id = 'valuation'
  UNION ALL SELECT 'picture-range', title_to - title_from + 1 FROM pictures WHERE id = 'valuation'
  UNION ALL SELECT 'compute-capacity', amount FROM compute_capacity WHERE id = 'power'
  UNION ALL SELECT 'market-size', value_usd_tn FROM market_statements WHERE id = 'market'
  UNION ALL SELECT 'market-rate', rate FROM market_statements WHERE id = 'market'
  UNION ALL SELECT 'market-labels', count(*) FROM market_axis WHERE axis = 'year'
  UNION ALL SELECT 'bubble-share', max(share) FROM risk_scenarios WHERE kind = 'bubble'
  UNION ALL SELECT 'bubble-companies', base_amount FROM risk_scenarios WHERE id = 'bubble-companies'
  UNION ALL SELECT 'correction-range', min(share) FROM risk_scenarios WHERE kind = 'correction'
  UNION ALL SELECT 'spend-ceiling', value FROM guidance WHERE id = 'ent-ceiling'
  UNION ALL SELECT 'pause-months', amount FROM events WHERE id = 'pause-call'
) d ON d.id = c.id
WHERE c.stated IS DISTINCT FROM d.stated
ORDER BY c.id
