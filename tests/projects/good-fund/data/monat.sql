/*
title: Der Monat und das Jahr
fields:
  stichtag: { type: date, title: Stichtag }
  auflegung: { type: date, title: Auflegung }
  preis: { unit: EUR, title: Anteilspreis, display: { decimals: 2 } }
  preis_vormonat: { unit: EUR, title: Anteilspreis des Vormonats, display: { decimals: 2 } }
  rendite: { unit: share, title: Rendite im Monat, formula: Anteilspreis / Anteilspreis des Vormonats − 1, display: { decimals: 1 } }
  rendite_index: { unit: share, title: Rendite des Vergleichsindex im Monat, display: { decimals: 1 } }
  abstand: { unit: pp, title: Abstand zum Vergleichsindex im Monat, formula: Rendite des Fonds − Rendite des Vergleichsindex, display: { decimals: 2 } }
  jahr: { unit: share, title: Rendite seit Jahresbeginn, formula: Anteilspreis / letzter Anteilspreis des Vorjahres − 1, display: { decimals: 1, sign: true } }
  jahr_index: { unit: share, title: Rendite des Vergleichsindex seit Jahresbeginn, display: { decimals: 1, sign: true } }
  gesamt: { unit: share, title: Rendite seit Auflegung, formula: Anteilspreis / erster Anteilspreis − 1, display: { decimals: 1, sign: true } }
  gesamt_index: { unit: share, title: Rendite des Vergleichsindex seit Auflegung, display: { decimals: 1, sign: true } }
*/
WITH letzter AS (
  SELECT max(stichtag) AS tag FROM preise
), stand AS (
  SELECT
    max(stichtag) AS stichtag,
    min(stichtag) AS auflegung,
    arg_max(anteilspreis, stichtag) AS preis,
    arg_max(vergleichsindex, stichtag) AS index_stand,
    arg_max(anteilspreis, stichtag) FILTER (stichtag < date_trunc('month', tag)) AS preis_vormonat,
    arg_max(vergleichsindex, stichtag) FILTER (stichtag < date_trunc('month', tag)) AS index_vormonat,
    arg_max(anteilspreis, stichtag) FILTER (stichtag < date_trunc('year', tag)) AS preis_vorjahr,
    arg_max(vergleichsindex, stichtag) FILTER (stichtag < date_trunc('year', tag)) AS index_vorjahr,
    arg_min(anteilspreis, stichtag) AS preis_anfang,
    arg_min(vergleichsindex, stichtag) AS index_anfang
  FROM preise, letzter
)
SELECT
  stichtag,
  auflegung,
  preis,
  preis_vormonat,
  preis / preis_vormonat - 1 AS rendite,
  index_stand / index_vormonat - 1 AS rendite_index,
  100 * (preis / preis_vormonat - index_stand / index_vormonat) AS abstand,
  preis / preis_vorjahr - 1 AS jahr,
  index_stand / index_vorjahr - 1 AS jahr_index,
  preis / preis_anfang - 1 AS gesamt,
  index_stand / index_anfang - 1 AS gesamt_index
FROM stand
