/*
title: 世代の割合
primaryKey: [nen, sedai]
fields:
  nen: { type: year, title: 年 }
  jinko: { unit: people, title: 人口, display: { scale: 万, decimals: 1 } }
  wariai: { unit: share, title: 割合, formula: 世代の人口 / その年の人口, display: { decimals: 0 } }
*/
SELECT
  "年" AS nen,
  "世代" AS sedai,
  "順" AS jun,
  "種別" AS shubetsu,
  "人口" AS jinko,
  "人口" / sum("人口") OVER (PARTITION BY "年") AS wariai
FROM sedai
ORDER BY nen, jun
