/*
title: Der Abstand zum Index, zerlegt
fields:
  auswahl: { unit: pp, title: Beitrag der Titelauswahl, display: { decimals: 2 } }
  gewichtung: { unit: pp, title: Beitrag der Gewichtung, display: { decimals: 2 } }
  rest: { unit: pp, title: Kosten und Rest, formula: Abstand im Monat − Auswahl − Gewichtung, display: { decimals: 2 } }
  abstand: { unit: pp, title: Abstand zum Vergleichsindex, display: { decimals: 2 } }
  groesster: { title: Branche mit dem größten Verlust gegen den Index }
  groesster_beitrag: { unit: pp, title: Größter Verlust gegen den Index, display: { decimals: 2 } }
  bester: { title: Branche mit dem größten Gewinn gegen den Index }
  bester_beitrag: { unit: pp, title: Größter Gewinn gegen den Index, display: { decimals: 2 } }
*/
SELECT
  sum(auswahl) AS auswahl,
  sum(gewichtung) AS gewichtung,
  any_value(monat.abstand ORDER BY branche) - sum(auswahl) - sum(gewichtung) AS rest,
  any_value(monat.abstand ORDER BY branche) AS abstand,
  arg_min(branche, beitrag) AS groesster,
  min(beitrag) AS groesster_beitrag,
  arg_max(branche, beitrag) AS bester,
  max(beitrag) AS bester_beitrag
FROM attribution, monat
