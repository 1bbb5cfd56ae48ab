/*
title: Kosten im Überblick
fields:
  laufend: { unit: "%", title: Laufende Kosten im Jahr, formula: Summe der Sätze ohne Handel, display: { decimals: 2 } }
  handel: { unit: "%", title: Kosten des Handels im Jahr, display: { decimals: 2 } }
  gesamt: { unit: "%", title: Alle Kosten im Jahr, display: { decimals: 2 } }
  betrag: { unit: EUR k, title: Alle Kosten im letzten Jahr, display: { scale: "1", unit: false } }
  je_anteil: { unit: EUR, title: Kosten je Anteil im Jahr, formula: Alle Kosten / umlaufende Anteile, display: { decimals: 2 } }
*/
SELECT
  sum("Satz") FILTER ("Kostenart" <> 'Handel') AS laufend,
  sum("Satz") FILTER ("Kostenart" = 'Handel') AS handel,
  sum("Satz") AS gesamt,
  sum("Betrag") AS betrag,
  1000 * sum("Betrag") / (SELECT max("Umlaufende Anteile") FROM anteile) AS je_anteil
FROM kosten
