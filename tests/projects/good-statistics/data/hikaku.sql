/*
title: 市町村の比べ
primaryKey: shichoson
fields:
  jinko: { unit: people, title: 人口, display: { decimals: 0 } }
  ritsu: { unit: share, title: 伸び率, formula: 人口 / 比べる年の人口 − 1, display: { decimals: 1, sign: true } }
  menseki: { unit: km², title: 面積, display: { decimals: 1, unit: false } }
  mitsudo: { unit: 人/km², title: 人口密度, formula: 人口 / 面積, display: { decimals: 0, unit: false } }
*/
SELECT
  t."市町村" AS shichoson,
  t."地形" AS chikei,
  ima."人口" AS jinko,
  ima."人口" / mae."人口" - 1 AS ritsu,
  t."面積" AS menseki,
  ima."人口" / t."面積" AS mitsudo,
  t.x,
  t.y,
  CASE
    WHEN ima."人口" >= mae."人口" THEN '伸びた'
    WHEN ima."人口" < 0.9 * mae."人口" THEN '大きく減った'
    ELSE '減った'
  END AS kaikyu,
  ima."人口" >= mae."人口" AS nobita
FROM shichoson AS t
JOIN gaikyo ON true
JOIN jinko AS ima ON ima."市町村" = t."市町村" AND ima."年" = gaikyo.nen
JOIN jinko AS mae ON mae."市町村" = t."市町村" AND mae."年" = gaikyo.mae
ORDER BY jinko DESC
