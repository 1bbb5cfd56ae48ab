/*
title: 予算のまとめ
fields:
  nendo: { type: date, title: 年度, display: { fiscalFrom: 4 } }
  gokei: { unit: JPY m, title: 予算の合計, display: { decimals: 0 } }
  saidai: { title: 最大の目的 }
  saidai_gaku: { unit: JPY m, title: 最大の目的の予算, display: { scale: 億, decimals: 0 } }
  saidai_wariai: { unit: share, title: 最大の目的の割合, display: { decimals: 0 } }
  hitori: { unit: JPY, title: 一人あたりの予算, formula: 予算の合計 / 人口, display: { scale: 万, decimals: 1 } }
*/
SELECT
  max("始まり") AS nendo,
  sum("予算") AS gokei,
  arg_max("目的", "予算") AS saidai,
  max("予算") AS saidai_gaku,
  max("予算") / sum("予算") AS saidai_wariai,
  1000000 * sum("予算") / (SELECT jinko FROM gaikyo) AS hitori
FROM yosan
