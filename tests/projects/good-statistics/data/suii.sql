/*
title: 市町村の人口の推移
primaryKey: [shichoson, nen]
fields:
  nen: { type: year, title: 年 }
  jinko: { unit: people, title: 人口, display: { scale: 万, decimals: 1 } }
*/
SELECT
  jinko."市町村" AS shichoson,
  jinko."年" AS nen,
  jinko."人口" AS jinko,
  jinko."年" = gaikyo.nen AS is_last,
  hikaku.nobita
FROM jinko
JOIN gaikyo ON true
JOIN hikaku ON hikaku.shichoson = jinko."市町村"
ORDER BY hikaku.jinko DESC, nen
