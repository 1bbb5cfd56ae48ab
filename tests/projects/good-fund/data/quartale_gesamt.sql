/*
title: Quartale im Überblick
fields:
  anzahl: { unit: count, title: Quartale seit Auflegung }
  im_minus: { unit: count, title: Quartale mit Verlust }
  hinter_index: { unit: count, title: Quartale hinter dem Vergleichsindex }
  schlechtestes: { unit: share, title: Schlechtestes Quartal }
  schlechtestes_quartal: { type: date }
  bestes: { unit: share, title: Bestes Quartal }
  bestes_quartal: { type: date }
*/
SELECT
  count(*) AS anzahl,
  count(*) FILTER (rendite < 0) AS im_minus,
  count(*) FILTER (rendite < rendite_index) AS hinter_index,
  min(rendite) AS schlechtestes,
  arg_min(quartal, rendite) AS schlechtestes_quartal,
  max(rendite) AS bestes,
  arg_max(quartal, rendite) AS bestes_quartal
FROM quartale
