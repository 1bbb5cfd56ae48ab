/*
title: Der Bestand im Überblick
fields:
  volumen: { unit: EUR, title: Fondsvolumen, formula: Summe aller Kurswerte und der Kasse, display: { scale: m, decimals: 1 } }
  titel: { unit: count, title: Zahl der Titel }
  kasse: { unit: share, title: Kasse, display: { decimals: 1 } }
  groesste_anzahl: { unit: count, title: Zahl der größten Titel }
  groesste_gewicht: { unit: share, title: Gewicht der größten Titel, display: { decimals: 1 } }
  juengste: { title: Jüngster Kauf unter den größten Titeln }
  juengste_gekauft: { type: date }
  juengste_gewicht: { unit: share, display: { decimals: 1 } }
*/
SELECT
  sum(kurswert) AS volumen,
  count(*) FILTER (land IS NOT NULL) AS titel,
  sum(gewicht) FILTER (branche = 'Kasse') AS kasse,
  (SELECT count(*) FROM groesste) AS groesste_anzahl,
  (SELECT sum(gewicht) FROM groesste) AS groesste_gewicht,
  (SELECT arg_max(titel, gekauft) FROM groesste) AS juengste,
  (SELECT max(gekauft) FROM groesste) AS juengste_gekauft,
  (SELECT arg_max(gewicht, gekauft) FROM groesste) AS juengste_gewicht
FROM positionen
