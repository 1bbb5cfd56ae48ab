/* primaryKey: rond */
SELECT round, post_money_usd_bn FROM rounds ORDER BY round
