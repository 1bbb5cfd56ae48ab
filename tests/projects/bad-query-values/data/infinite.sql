/* title: a division by zero */
SELECT round, post_money_usd_bn / (lead_investors - lead_investors // 1) AS ratio,
  post_money_usd_bn * 1e308 * 10 AS large
FROM rounds
