SELECT max(post_money_usd_bn) AS most FROM first
