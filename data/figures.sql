/*
title: Figures that claims and events refer to
titles: { zh-Hant: 說法與事件所指的數字 }
description: One row a figure, named by its dataset, row and field, so that each amount has one home.
primaryKey: [dataset, row, field]
fields:
  amount: { unitField: unit, title: Amount, titles: { zh-Hant: 金額 } }
*/
SELECT 'funding_rounds' AS dataset, id AS row, 'post_money_usd_bn' AS field, post_money_usd_bn AS amount, 'USD bn' AS unit FROM funding_rounds
UNION ALL SELECT 'funding_rounds', id, 'raised_usd_bn', raised_usd_bn, 'USD bn' FROM funding_rounds WHERE raised_usd_bn IS NOT NULL
UNION ALL SELECT 'capital_by_investor', id, 'invested_usd_bn', invested_usd_bn, 'USD bn' FROM capital_by_investor WHERE invested_usd_bn IS NOT NULL
UNION ALL SELECT 'picture_valuation', id, 'value_usd_bn', value_usd_bn, 'USD bn' FROM picture_valuation
UNION ALL SELECT 'pictures', id, 'caption_last', caption_last, unit FROM pictures WHERE caption_last IS NOT NULL
UNION ALL SELECT 'pictures', id, 'title_years', title_to - title_from + 1, 'years' FROM pictures
UNION ALL SELECT 'peers', id, 'valuation_usd_bn', valuation_usd_bn, 'USD bn' FROM peers
UNION ALL SELECT 'market_statements', id, 'value_usd_tn', value_usd_tn, 'USD tn' FROM market_statements
UNION ALL SELECT 'market_statements', id, 'rate', rate, 'share' FROM market_statements WHERE rate IS NOT NULL
UNION ALL SELECT 'risk_scenarios', id, 'share', share, 'share' FROM risk_scenarios
UNION ALL SELECT 'risk_scenarios', id, 'base_amount', base_amount, base_unit FROM risk_scenarios WHERE base_amount IS NOT NULL
UNION ALL SELECT 'compute_capacity', id, 'amount', amount, unit FROM compute_capacity
UNION ALL SELECT 'guidance', id, 'value', value, unit FROM guidance WHERE value IS NOT NULL
UNION ALL SELECT 'events', id, 'amount', amount, unit FROM events WHERE amount IS NOT NULL
UNION ALL SELECT 'sales_ban', 'all', 'rows', count(*), 'count' FROM sales_ban
UNION ALL SELECT 'model_releases', 'all', 'rows', count(*), 'count' FROM model_releases
ORDER BY dataset, row, field
