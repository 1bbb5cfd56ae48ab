SELECT post_money_usd_bn AS multiple
FROM rounds
JOIN round_s USING (round)
