/*
title: Länder im Überblick
fields:
  laender: { unit: count, title: Zahl der Länder }
  erstes_gewicht: { unit: share, display: { decimals: 1 } }
  zweites_gewicht: { unit: share, display: { decimals: 1 } }
  vorn_gewicht: { unit: share, title: Gewicht der beiden größten Länder, display: { decimals: 1 } }
*/
WITH rang AS (
  SELECT *, row_number() OVER (ORDER BY gewicht DESC) AS rang FROM laender
)
SELECT
  count(*) AS laender,
  arg_min(land, rang) AS erstes,
  max(gewicht) AS erstes_gewicht,
  max(land) FILTER (rang = 2) AS zweites,
  max(gewicht) FILTER (rang = 2) AS zweites_gewicht,
  sum(gewicht) FILTER (ist_vorn) AS vorn_gewicht
FROM rang
