/*
title: Länder
primaryKey: land
fields:
  gewicht: { unit: share, title: Gewicht im Fonds, formula: Summe der Gewichte der Titel, display: { decimals: 1 } }
  titel: { unit: count, title: Zahl der Titel }
*/
SELECT
  land,
  sum(gewicht) AS gewicht,
  count(*) AS titel,
  row_number() OVER (ORDER BY sum(gewicht) DESC) <= 2 AS ist_vorn
FROM positionen
WHERE land IS NOT NULL
GROUP BY land
ORDER BY gewicht DESC
