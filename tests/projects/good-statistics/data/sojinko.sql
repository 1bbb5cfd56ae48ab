/*
title: 県の人口
primaryKey: nen
fields:
  nen: { type: year, title: 年 }
  jinko: { unit: people, title: 人口, formula: 市町村の人口の合計, display: { scale: 万, decimals: 1 } }
*/
SELECT
  "年" AS nen,
  sum("人口") AS jinko,
  sum("人口") = max(sum("人口")) OVER () AS is_peak,
  "年" = max("年") OVER () AS is_last
FROM jinko
GROUP BY "年"
ORDER BY nen
