/*
title: Monatsrenditen
primaryKey: stichtag
fields:
  stichtag: { type: date }
  rendite: { unit: share, formula: Anteilspreis / Anteilspreis des Vormonats − 1 }
  rendite_index: { unit: share }
  rueckgang: { unit: share, title: Rückgang vom Höchststand, formula: Anteilspreis / höchster Anteilspreis bis dahin − 1 }
*/
SELECT
  stichtag,
  anteilspreis / lag(anteilspreis) OVER (ORDER BY stichtag) - 1 AS rendite,
  vergleichsindex / lag(vergleichsindex) OVER (ORDER BY stichtag) - 1 AS rendite_index,
  anteilspreis / max(anteilspreis) OVER (ORDER BY stichtag ROWS UNBOUNDED PRECEDING) - 1 AS rueckgang,
  vergleichsindex / max(vergleichsindex) OVER (ORDER BY stichtag ROWS UNBOUNDED PRECEDING) - 1 AS rueckgang_index
FROM preise
ORDER BY stichtag
