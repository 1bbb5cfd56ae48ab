/*
title: The audit in one row
fields:
  total: { unit: count, title: Claims, titles: { zh-Hant: 說法數 } }
  holds: { unit: count, title: Hold, titles: { zh-Hant: 成立 } }
  holds_if: { unit: count, title: Hold with a condition, titles: { zh-Hant: 有條件成立 } }
  contradicts: { unit: count, title: Contradict, titles: { zh-Hant: 矛盾 } }
  not_testable: { unit: count, title: Cannot be tested, titles: { zh-Hant: 無法檢驗 } }
  testable: { unit: count, title: Can be tested, titles: { zh-Hant: 可檢驗 }, formula: claims - those that cannot be tested }
  questioned: { unit: count, title: Need a condition or contradict, titles: { zh-Hant: 有條件或矛盾 }, formula: hold with a condition + contradict }
  holds_share: { unit: share, title: Share of the testable claims that hold, formula: hold / can be tested }
  questioned_share: { unit: share, title: Share of the testable claims that need a condition or contradict, formula: need a condition or contradict / can be tested }
*/
WITH counts AS (
  SELECT count(*) AS total, count(*) FILTER (verdict = 'holds') AS holds, count(*) FILTER (verdict = 'holds_if') AS holds_if,
    count(*) FILTER (verdict = 'contradicts') AS contradicts, count(*) FILTER (verdict = 'not_testable') AS not_testable
  FROM claims_audit
)
SELECT *, total - not_testable AS testable, holds_if + contradicts AS questioned,
  holds / (total - not_testable)::DOUBLE AS holds_share,
  (holds_if + contradicts) / (total - not_testable)::DOUBLE AS questioned_share
FROM counts
ORDER BY total
