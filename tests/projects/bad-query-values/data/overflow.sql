SELECT round,
  (post_money_usd_bn * 100)::TINYINT AS cents
FROM rounds
