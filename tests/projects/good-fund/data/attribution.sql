/*
title: Beiträge der Branchen zum Abstand
primaryKey: branche
fields:
  branche: { title: Branche }
  auswahl: { unit: pp, title: Beitrag der Titelauswahl, formula: Gewicht im Fonds × (Rendite im Fonds − Rendite im Index), display: { decimals: 2, sign: true, unit: false } }
  gewichtung: { unit: pp, title: Beitrag der Gewichtung, formula: (Gewicht im Fonds − Gewicht im Index) × (Rendite der Branche im Index − Rendite des Index), display: { decimals: 2, sign: true, unit: false } }
  beitrag: { unit: pp, title: Beitrag zum Abstand, formula: Auswahl + Gewichtung, display: { decimals: 2, sign: true, unit: false } }
*/
WITH gesamt AS (
  SELECT sum("Gewicht Index" * "Rendite Index") / 100 AS rendite FROM beitraege
), teile AS (
  SELECT
    "Branche" AS branche,
    "Gewicht Fonds" * ("Rendite Fonds" - "Rendite Index") / 100 AS auswahl,
    ("Gewicht Fonds" - "Gewicht Index") * ("Rendite Index" - rendite) / 100 AS gewichtung
  FROM beitraege, gesamt
)
SELECT branche, auswahl, gewichtung, auswahl + gewichtung AS beitrag, auswahl + gewichtung < 0 AS kostet
FROM teile
ORDER BY beitrag
