SELECT round,
  place::INTEGER AS place
FROM rounds
