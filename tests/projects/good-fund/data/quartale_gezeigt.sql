/*
title: Die letzten acht Quartale
primaryKey: quartal
fields:
  quartal: { type: date, title: Quartal }
  rendite: { unit: share, title: Rendite des Fonds, display: { decimals: 1 } }
  rendite_index: { unit: share, title: Rendite des Vergleichsindex, display: { decimals: 1 } }
  abstand: { unit: pp, title: Abstand zum Vergleichsindex, display: { decimals: 1, sign: true, unit: false } }
*/
SELECT quartal, rendite, rendite_index, abstand, row_number() OVER (ORDER BY quartal DESC) = 1 AS ist_letztes
FROM quartale
QUALIFY row_number() OVER (ORDER BY quartal DESC) <= 8
ORDER BY quartal
