/*
title: Risikokennzahlen seit Auflegung
fields:
  monate: { unit: months, title: Monate }
  volatilitaet: { unit: share, title: Volatilität, formula: Standardabweichung der Monatsrenditen × √12, display: { decimals: 1 } }
  volatilitaet_index: { unit: share, title: Volatilität des Index, display: { decimals: 1 } }
  abweichung: { unit: share, title: Tracking Error, formula: Standardabweichung der Abstände zum Index × √12, display: { decimals: 1 } }
  beta: { title: Beta, formula: Kovarianz mit dem Index / Varianz des Index, display: { decimals: 2 } }
  sharpe: { title: Sharpe Ratio, formula: (Rendite im Jahr − Zinssatz ohne Risiko) / Volatilität, display: { decimals: 2 } }
  rueckgang: { unit: share, title: Größter Rückgang, display: { decimals: 1 } }
  rueckgang_index: { unit: share, title: Größter Rückgang des Index, display: { decimals: 1 } }
  tief: { type: date, title: Tief }
  positiv: { unit: share, title: Anteil der Monate mit Gewinn, display: { decimals: 0 } }
*/
WITH werte AS (
  SELECT
    max("Wert") FILTER ("Annahme" = 'Monate im Jahr') AS jahr,
    max("Wert") FILTER ("Annahme" = 'Zinssatz ohne Risiko') / 100 AS zins
  FROM annahmen
)
SELECT
  count(rendite) AS monate,
  stddev_samp(rendite) * sqrt(any_value(jahr ORDER BY stichtag)) AS volatilitaet,
  stddev_samp(rendite_index) * sqrt(any_value(jahr ORDER BY stichtag)) AS volatilitaet_index,
  stddev_samp(rendite - rendite_index) * sqrt(any_value(jahr ORDER BY stichtag)) AS abweichung,
  regr_slope(rendite, rendite_index) AS beta,
  (exp(sum(ln(1 + rendite)) * any_value(jahr ORDER BY stichtag) / count(rendite)) - 1 - any_value(zins ORDER BY stichtag))
    / (stddev_samp(rendite) * sqrt(any_value(jahr ORDER BY stichtag))) AS sharpe,
  min(rueckgang) AS rueckgang,
  min(rueckgang_index) AS rueckgang_index,
  arg_min(stichtag, rueckgang) AS tief,
  count(*) FILTER (rendite > 0) / count(rendite) AS positiv
FROM monatsrenditen, werte
