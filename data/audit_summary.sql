/*
title: The audit in one row
titles: { zh-Hant: 核對總計 }
fields:
  total: { unit: count, title: Claims, titles: { zh-Hant: 說法數 } }
  holds: { unit: count, title: Hold, titles: { zh-Hant: 成立 } }
  holds_if: { unit: count, title: Hold with a condition, titles: { zh-Hant: 附條件成立 } }
  contradicts: { unit: count, title: Contradict, titles: { zh-Hant: 前後矛盾 } }
  contradicts_in_figures: { unit: count, title: Contradict and stand in a chart, titles: { zh-Hant: 矛盾且出現在圖中 } }
  not_testable: { unit: count, title: Cannot be tested, titles: { zh-Hant: 無從檢驗 } }
  testable: { unit: count, title: Can be tested, titles: { zh-Hant: 可檢驗 }, formula: claims - those that cannot be tested, formulas: { zh-Hant: "說法數 - 無從檢驗" } }
  questioned: { unit: count, title: Need a condition or contradict, titles: { zh-Hant: 附條件或矛盾 }, formula: hold with a condition + contradict, formulas: { zh-Hant: "附條件成立 + 前後矛盾" } }
  holds_share: { unit: share, title: Share of the testable claims that hold, titles: { zh-Hant: 可檢驗的說法中成立的比例 }, formula: hold / can be tested, formulas: { zh-Hant: "成立 / 可檢驗" } }
  questioned_share: { unit: share, title: Share of the testable claims that need a condition or contradict, titles: { zh-Hant: 可檢驗的說法中附條件或矛盾的比例 }, formula: need a condition or contradict / can be tested, formulas: { zh-Hant: "附條件或矛盾 / 可檢驗" } }
*/
WITH counts AS (
  SELECT count(*) AS total, count(*) FILTER (verdict = 'holds') AS holds, count(*) FILTER (verdict = 'holds_if') AS holds_if,
    count(*) FILTER (verdict = 'contradicts') AS contradicts, count(*) FILTER (verdict = 'not_testable') AS not_testable,
    count(*) FILTER (verdict = 'contradicts' AND ends_with(place, 'Fig.')) AS contradicts_in_figures
  FROM claims_audit
)
SELECT *, total - not_testable AS testable, holds_if + contradicts AS questioned,
  holds / (total - not_testable)::DOUBLE AS holds_share,
  (holds_if + contradicts) / (total - not_testable)::DOUBLE AS questioned_share
FROM counts
ORDER BY total
