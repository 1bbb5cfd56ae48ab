/*
title: Quartalsrenditen
primaryKey: quartal
fields:
  quartal: { type: date, title: Quartal }
  rendite: { unit: share, title: Rendite des Fonds, formula: letzter Anteilspreis des Quartals / letzter des Vorquartals − 1, display: { decimals: 1 } }
  rendite_index: { unit: share, title: Rendite des Vergleichsindex, formula: letzter Indexstand des Quartals / letzter des Vorquartals − 1, display: { decimals: 1 } }
  abstand: { unit: pp, title: Abstand zum Vergleichsindex, formula: Rendite des Fonds − Rendite des Vergleichsindex, display: { decimals: 1, sign: true } }
*/
WITH enden AS (
  SELECT
    date_trunc('quarter', stichtag)::DATE AS quartal,
    arg_max(anteilspreis, stichtag) AS preis,
    arg_max(vergleichsindex, stichtag) AS stand
  FROM preise
  GROUP BY ALL
), renditen AS (
  SELECT
    quartal,
    preis / lag(preis) OVER (ORDER BY quartal) - 1 AS rendite,
    stand / lag(stand) OVER (ORDER BY quartal) - 1 AS rendite_index
  FROM enden
)
SELECT quartal, rendite, rendite_index, 100 * (rendite - rendite_index) AS abstand
FROM renditen
WHERE rendite IS NOT NULL
ORDER BY quartal
