SELECT any_value(round) AS round, list(raised_usd_bn)[1] AS raised, string_agg(place, ', ' ORDER BY place) AS places,
  first(round ORDER BY closed) AS first_round
FROM rounds
