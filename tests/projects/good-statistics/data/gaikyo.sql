/*
title: 県のあらまし
fields:
  nen: { type: year, title: 年 }
  mae: { type: year, title: 比べる年 }
  kikan: { unit: years, title: 比べる期間 }
  jinko: { unit: people, title: 人口, display: { scale: 万, decimals: 1 } }
  gensho: { unit: people, title: 減った人口, formula: 比べる年の人口 − 人口, display: { scale: 万, decimals: 1 } }
  ritsu: { unit: share, title: 人口の伸び率, formula: 人口 / 比べる年の人口 − 1, display: { decimals: 1 } }
  peak_nen: { type: year, title: 頂点の年 }
  peak: { unit: people, title: 頂点の人口, display: { scale: 万, decimals: 1 } }
  menseki: { unit: km², title: 面積, display: { decimals: 0 } }
  mitsudo: { unit: 人/km², title: 人口密度, formula: 人口 / 面積, display: { decimals: 0 } }
  shichoson: { unit: count, title: 市町村 }
*/
WITH toshi AS (
  SELECT
    max(nen) AS nen,
    max(nen) - (SELECT "年月" FROM joken WHERE "項目" = '比べる期間') AS mae
  FROM sojinko
), menseki AS (
  SELECT sum("面積") AS menseki, count(*) AS shichoson FROM shichoson
), peak AS (
  SELECT arg_max(nen, jinko) AS peak_nen, max(jinko) AS peak FROM sojinko
)
SELECT
  toshi.nen,
  toshi.mae,
  (SELECT "年月" FROM joken WHERE "項目" = '比べる期間') AS kikan,
  ima.jinko,
  moto.jinko - ima.jinko AS gensho,
  ima.jinko / moto.jinko - 1 AS ritsu,
  peak_nen,
  peak,
  menseki,
  ima.jinko / menseki AS mitsudo,
  shichoson
FROM toshi
JOIN menseki ON true
JOIN peak ON true
JOIN sojinko AS ima ON ima.nen = toshi.nen
JOIN sojinko AS moto ON moto.nen = toshi.mae
