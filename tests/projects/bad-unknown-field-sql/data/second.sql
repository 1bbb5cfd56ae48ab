SELECT
  round,
  post_mony_usd_bn
FROM rounds
