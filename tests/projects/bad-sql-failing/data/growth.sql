SELECT
  round,
  CAST(label_en AS INTEGER) AS number
FROM rounds
