/*
title: Claims by verdict
titles: { zh-Hant: 各判定的說法數 }
primaryKey: id
fields:
  claims: { unit: count, title: Claims, titles: { zh-Hant: 說法數 } }
  share: { unit: share, title: Share of all claims, titles: { zh-Hant: 占全部說法 }, formula: claims with the verdict / all claims, formulas: { zh-Hant: "該判定的說法數 / 全部說法數" } }
*/
SELECT v.id, v.ordinal, v.label_zh_hant, v.label_en, v.detail_zh_hant, v.detail_en, count(a.id) AS claims,
  count(a.id) / sum(count(a.id)) OVER ()::DOUBLE AS share
FROM verdicts v LEFT JOIN claims_audit a ON a.verdict = v.id
GROUP BY ALL
ORDER BY v.ordinal
