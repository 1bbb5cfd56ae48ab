SELECT sum(post_money_usd_bn) AS total_usd_bn, max(raised_usd_bn) AS multiple, 2 * max(raised_usd_bn) AS first_usd_bn, 3 * max(raised_usd_bn) AS last_usd_bn FROM rounds
