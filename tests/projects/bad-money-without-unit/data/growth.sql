SELECT sum(post_money_usd_bn) AS total_usd_bn, 1.0 AS multiple, 2 AS first_usd_bn, 3 AS last_usd_bn FROM rounds
