SELECT *
FROM rounds
WHERE label_en + closed > 1
