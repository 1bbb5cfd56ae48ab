/* title: Growth */
SELECT round,
  post_money_usd_bn AS
FROM rounds
WHER round = 1
