SELECT count(*) AS n FROM third, second
