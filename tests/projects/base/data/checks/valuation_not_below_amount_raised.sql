/* title: a round's valuation is not below what it raised */
SELECT round, raised_usd_bn, post_money_usd_bn FROM rounds WHERE post_money_usd_bn < raised_usd_bn
