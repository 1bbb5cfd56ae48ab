WITH few AS (SELECT * FROM rounds LIMIT 2), sampled AS (SELECT * FROM rounds USING SAMPLE 2)
SELECT DISTINCT ON (f.place) f.round, row_number() OVER () AS nth, lag(f.round) OVER (PARTITION BY f.place) AS before
FROM few f JOIN sampled s USING (round) JOIN duckdb_settings() ON true
