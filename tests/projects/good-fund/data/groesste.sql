/*
title: Die größten Positionen
primaryKey: titel
fields:
  rang: { unit: rank, title: Rang }
  kurswert: { unit: EUR, title: Kurswert, display: { scale: m, decimals: 1, unit: false } }
  gewicht: { unit: share, title: Gewicht im Fonds, display: { decimals: 1 } }
  gekauft: { type: date, title: Gekauft }
*/
SELECT positionen.*, gekauft = max(gekauft) OVER () AS ist_juengste
FROM positionen, annahmen
WHERE annahmen."Annahme" = 'Anzahl der größten Titel' AND rang <= annahmen."Wert"
ORDER BY rang
