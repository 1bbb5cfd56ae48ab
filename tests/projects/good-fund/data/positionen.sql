/*
title: Positionen mit ihren Gewichten
primaryKey: titel
fields:
  rang: { unit: rank, title: Rang }
  kurswert: { unit: EUR, title: Kurswert, display: { scale: m, decimals: 1 } }
  gewicht: { unit: share, title: Gewicht im Fonds, formula: Kurswert / Summe aller Kurswerte, display: { decimals: 1 } }
  gekauft: { type: date, title: Gekauft }
*/
SELECT
  "Titel" AS titel,
  "Branche" AS branche,
  "Land" AS land,
  "Kurswert" AS kurswert,
  "Gekauft" AS gekauft,
  "Kurswert" / sum("Kurswert") OVER () AS gewicht,
  row_number() OVER (ORDER BY "Land" IS NULL, "Kurswert" DESC) AS rang
FROM bestand
ORDER BY rang
