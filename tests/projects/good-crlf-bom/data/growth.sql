/*
title: Growth from the first round to the last
fields:
  first_usd_bn: { unit: USD bn }
  last_usd_bn: { unit: USD bn }
  multiple: { unit: x, formula: last valuation / first valuation }
*/
SELECT
  arg_min(post_money_usd_bn, closed) AS first_usd_bn,
  arg_max(post_money_usd_bn, closed) AS last_usd_bn,
  arg_max(post_money_usd_bn, closed) / arg_min(post_money_usd_bn, closed) AS multiple
FROM rounds
