SELECT current_date AS day, now() AS at, age(closed) AS since, random() AS chance, uuid() AS id, version() AS engine
FROM rounds
WHERE closed < today()
