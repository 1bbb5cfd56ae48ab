/*
title: Amounts told as events are those of the datasets
*/
SELECT e.id, e.amount, d.amount AS dataset_amount
FROM events e JOIN (
  SELECT 'round-2024-03' AS id, post_money_usd_bn AS amount FROM funding_rounds WHERE id = '2024-03'
  UNION ALL SELECT 'series-e', post_money_usd_bn FROM funding_rounds WHERE id = '2025-03'
  UNION ALL SELECT 'series-f', post_money_usd_bn FROM funding_rounds WHERE id = '2025-09'
  UNION ALL SELECT 'series-f-raised', raised_usd_bn FROM funding_rounds WHERE id = '2025-09'
  UNION ALL SELECT 'rumoured-round', post_money_usd_bn FROM funding_rounds WHERE id = 'target'
  UNION ALL SELECT 'tpu-deal', amount FROM compute_capacity WHERE id = 'tpus'
  UNION ALL SELECT 'tpu-capacity', amount FROM compute_capacity WHERE id = 'power'
  UNION ALL SELECT 'sales-ban', count(*) FROM sales_ban
  UNION ALL SELECT 'claude-4', count(*) FROM model_releases
  UNION ALL SELECT 'correction', share FROM risk_scenarios WHERE id = 'correction-high'
  UNION ALL SELECT 'market-2027', value_usd_tn FROM market_statements WHERE id = 'market'
) d ON d.id = e.id
WHERE e.amount IS DISTINCT FROM d.amount
ORDER BY e.id
