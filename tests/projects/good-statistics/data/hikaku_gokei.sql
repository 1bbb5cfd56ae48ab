/*
title: 市町村の比べのまとめ
fields:
  nobita: { unit: count, title: 伸びた市町村 }
  hetta: { unit: count, title: 減った市町村 }
  saidai: { title: 最も伸びた市町村 }
  saidai_ritsu: { unit: share, display: { decimals: 1, sign: true } }
  saisho: { title: 最も減った市町村 }
  saisho_ritsu: { unit: share, display: { decimals: 1, sign: true } }
  ichiban: { title: 最も大きい市町村 }
  ichiban_wariai: { unit: share, title: 最も大きい市町村の割合, display: { decimals: 0 } }
  yama: { unit: share, title: 山の伸び率, formula: 山の市町村の人口 / 比べる年の人口 − 1, display: { decimals: 1, sign: true } }
  umi: { unit: share, title: 海の伸び率, display: { decimals: 1, sign: true } }
*/
SELECT
  count(*) FILTER (ritsu >= 0) AS nobita,
  count(*) FILTER (ritsu < 0) AS hetta,
  arg_max(shichoson, ritsu) AS saidai,
  max(ritsu) AS saidai_ritsu,
  arg_min(shichoson, ritsu) AS saisho,
  min(ritsu) AS saisho_ritsu,
  arg_max(shichoson, jinko) AS ichiban,
  max(jinko) / sum(jinko) AS ichiban_wariai,
  sum(jinko) FILTER (chikei = '山') / sum(jinko / (1 + ritsu)) FILTER (chikei = '山') - 1 AS yama,
  sum(jinko) FILTER (chikei = '海') / sum(jinko / (1 + ritsu)) FILTER (chikei = '海') - 1 AS umi
FROM hikaku
