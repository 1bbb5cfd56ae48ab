SELECT round, (post_money_usd_bn * 1e15)::HUGEINT AS grains
FROM rounds
