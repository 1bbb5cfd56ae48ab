/*
title: The audit in one row
fields:
  total: { unit: count, title: Claims }
  holds: { unit: count, title: Hold }
  holds_if: { unit: count, title: Hold with a condition }
  contradicts: { unit: count, title: Contradict }
  contradicts_in_figures: { unit: count, title: Contradict and stand in a chart }
  not_testable: { unit: count, title: Cannot be tested }
  testable: { unit: count, title: Can be tested, formula: claims - those that cannot be tested }
  questioned: { unit: count, title: Need a condition or contradict, formula: hold with a condition + contradict }
  holds_share: { unit: share, title: Share of the testable claims that hold, formula: hold / can be tested }
  questioned_share: { unit: share, title: Share of the testable claims that need a condition or contradict, formula: need a condition or contradict / can be tested }
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
