/*
title: 予算の大きい順
primaryKey: mokuteki
fields:
  yosan: { unit: JPY m, title: 予算, display: { scale: 億, decimals: 0 } }
  wariai: { unit: share, title: 割合, formula: 予算 / 予算の合計, display: { decimals: 1 } }
*/
SELECT
  "目的" AS mokuteki,
  "予算" AS yosan,
  "予算" / sum("予算") OVER () AS wariai,
  "予算" = max("予算") OVER () AS is_saidai
FROM yosan
ORDER BY "目的" = 'その他', yosan DESC
