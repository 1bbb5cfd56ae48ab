/*
title: Wertentwicklung seit Auflegung
primaryKey: [stichtag, reihe]
fields:
  stichtag: { type: date, title: Stichtag }
  reihe: { title: Reihe }
  rendite: { unit: share, title: Rendite seit Auflegung, formula: Stand / erster Stand − 1, display: { decimals: 1, sign: true } }
*/
SELECT
  stichtag,
  reihe,
  wert / first_value(wert) OVER (PARTITION BY reihe ORDER BY stichtag) - 1 AS rendite,
  row_number() OVER (PARTITION BY reihe ORDER BY stichtag DESC) = 1 AS ist_letzter
FROM (
  SELECT stichtag, 'Fonds' AS reihe, anteilspreis AS wert FROM preise
  UNION ALL
  SELECT stichtag, 'Vergleichsindex' AS reihe, vergleichsindex AS wert FROM preise
)
ORDER BY stichtag, reihe
