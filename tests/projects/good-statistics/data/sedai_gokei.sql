/*
title: 高齢の割合
fields:
  mukashi_nen: { type: year }
  mukashi: { unit: share, title: はじめの高齢の割合, display: { decimals: 0 } }
  ima_nen: { type: year }
  ima: { unit: share, title: 今の高齢の割合, display: { decimals: 0 } }
  saki_nen: { type: year }
  saki: { unit: share, title: 見通しの高齢の割合, display: { decimals: 0 } }
  sasae: { unit: people, title: 高齢の人に見合う現役, formula: 現役の人口 / 高齢の人口, display: { decimals: 1 } }
  sasae_saki: { unit: people, title: 見通しで高齢の人に見合う現役, display: { decimals: 1 } }
*/
WITH nen AS (
  SELECT
    nen,
    max(shubetsu) AS shubetsu,
    max(wariai) FILTER (sedai = '高齢') AS korei,
    max(jinko) FILTER (sedai = '現役') / max(jinko) FILTER (sedai = '高齢') AS sasae
  FROM sedai_wariai
  GROUP BY nen
)
SELECT
  min(nen) AS mukashi_nen,
  arg_min(korei, nen) AS mukashi,
  max(nen) FILTER (shubetsu = '統計') AS ima_nen,
  arg_max(korei, nen) FILTER (shubetsu = '統計') AS ima,
  max(nen) AS saki_nen,
  arg_max(korei, nen) AS saki,
  arg_max(sasae, nen) FILTER (shubetsu = '統計') AS sasae,
  arg_max(sasae, nen) AS sasae_saki
FROM nen
