/*
title: Branchen in Fonds und Index
primaryKey: branche
fields:
  fonds: { unit: share, title: Gewicht im Fonds, formula: Summe der Gewichte der Titel, display: { decimals: 1 } }
  index: { unit: share, title: Gewicht im Index, display: { decimals: 1 } }
  abstand: { unit: pp, title: Gewicht gegen den Index, formula: Gewicht im Fonds − Gewicht im Index, display: { decimals: 1, sign: true, unit: false } }
*/
SELECT
  positionen.branche,
  sum(positionen.gewicht) AS fonds,
  any_value(index_branchen."Gewicht" ORDER BY positionen.branche) / 100 AS index,
  100 * sum(positionen.gewicht) - any_value(index_branchen."Gewicht" ORDER BY positionen.branche) AS abstand
FROM positionen
JOIN index_branchen ON index_branchen."Branche" = positionen.branche
GROUP BY positionen.branche
ORDER BY fonds DESC
