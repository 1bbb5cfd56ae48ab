/*
title: Audit of the claims
titles: { zh-Hant: 說法的核對 }
description: >-
  Each claim beside what the article's other figures give. A claim that the article has nothing to test against is
  untestable; the verdicts of the others come from the figures and the thresholds in audit_rules, the same test for
  claims of one kind; the words come from audit_tests and audit_findings.
primaryKey: id
fields:
  stated: { unitField: unit, title: Stated, titles: { zh-Hant: 所述值 } }
  stated_high: { unitField: unit, title: "Stated, upper end", titles: { zh-Hant: 所述值上限 } }
  computed: { unitField: computed_unit, title: Computed, titles: { zh-Hant: 計算值 }, formula: "the figure named in computed_label, from the model of that subject", formulas: { zh-Hant: "computed_label所指的數字，取自該主題的模型" } }
  computed_high: { unitField: computed_unit, title: "Computed, upper end", titles: { zh-Hant: 計算值上限 }, formula: the same for the upper end of the range, formulas: { zh-Hant: "同上，區間上限" } }
  other: { unitField: other_unit, title: Further figure, titles: { zh-Hant: 另一數字 }, formula: "the figure named in other_label, from the model of that subject", formulas: { zh-Hant: "other_label所指的數字，取自該主題的模型" } }
  other_high: { unitField: other_unit, title: "Further figure, upper end", titles: { zh-Hant: 另一數字上限 }, formula: the same for the upper end of the range, formulas: { zh-Hant: "同上，區間上限" } }
*/
WITH rules AS (
  SELECT max(value) FILTER (id = 'near') AS near, max(value) FILTER (id = 'majority') AS majority, max(value) FILTER (id = 'decimal-slip') AS slip
  FROM audit_rules
),
picture AS (
  SELECT arg_max(value_usd_bn, point) AS last_usd_bn, arg_max(prose_usd_bn, point) AS last_prose_usd_bn,
    year(max(date)) - year(min(date)) + 1 AS axis_years, date_diff('month', min(date), max(date)) AS axis_months
  FROM picture_versus_prose
),
rounds AS (
  SELECT max(raised_usd_bn) FILTER (NOT is_last_closed) AS largest_other,
    count(*) FILTER (is_closed AND NOT is_first AND abs(multiple_of_first - (SELECT slip FROM rules)) < 1e-9) AS slips
  FROM valuation_points
),
compute AS (
  SELECT max(amount) FILTER (id = 'power') AS gw, max(amount) FILTER (id = 'tpus') AS tpus FROM compute_capacity
),
tests AS (
  SELECT c.id, v.multiple AS computed, NULL::DOUBLE AS computed_high, 'x' AS computed_unit,
    v.multiple_if_slip AS other, NULL::DOUBLE AS other_high, 'x' AS other_unit,
    CASE WHEN abs(v.multiple / c.stated - 1) > r.near THEN 'contradicts' WHEN v.first_stake > r.majority THEN 'holds_if' ELSE 'holds' END AS tested
  FROM claims c, valuation_summary v, rules r WHERE c.id = 'headline-multiple'
  UNION ALL
  SELECT c.id, v.months, NULL, 'months', NULL, NULL, NULL, CASE WHEN v.months = c.stated THEN 'holds' ELSE 'contradicts' END
  FROM claims c, valuation_summary v WHERE c.id = 'headline-months'
  UNION ALL
  SELECT c.id, least(b.companies_usd_bn, b.market_usd_bn), greatest(b.companies_usd_bn, b.market_usd_bn), 'USD bn', b.ratio, NULL, 'x',
    CASE WHEN b.bases > 1 THEN 'holds_if' ELSE 'holds' END
  FROM claims c, bubble_summary b WHERE c.id = 'bubble-share'
  UNION ALL
  SELECT c.id, s.closed_low_usd_bn, s.closed_high_usd_bn, 'USD bn', s.multiple_of_previous, NULL, 'x', NULL
  FROM claims c, correction_summary s WHERE c.id = 'correction-range'
  UNION ALL
  SELECT c.id, o.largest_other, NULL, 'USD bn', v.rounds_without_amount, NULL, 'count',
    CASE WHEN o.largest_other > c.stated THEN 'contradicts' WHEN v.rounds_without_amount > 0 THEN 'holds_if' ELSE 'holds' END
  FROM claims c, valuation_summary v, rounds o WHERE c.id = 'record-round'
  UNION ALL
  SELECT c.id, v.target_over_last, NULL, 'x', v.target_added_usd_bn, NULL, 'USD bn', NULL
  FROM claims c, valuation_summary v WHERE c.id = 'rumoured-target'
  UNION ALL
  SELECT c.id, d.stake, NULL, 'share', g.multiple, NULL, 'x',
    CASE WHEN d.pre_money_usd_bn <= 0 THEN 'contradicts' WHEN d.stake > r.majority OR o.slips > 0 THEN 'holds_if' ELSE 'holds' END
  FROM claims c, rules r, rounds o, dilution d JOIN valuation_points p ON p.id = d.id AND p.is_first JOIN round_growth g ON g.previous_id = p.id
  WHERE c.id = 'first-valuation'
  UNION ALL
  SELECT c.id, c.stated / v.first_usd_bn, NULL, 'share', c.stated / v.last_usd_bn, NULL, 'share', NULL
  FROM claims c, valuation_summary v WHERE c.id IN ('capital-amazon', 'capital-google')
  UNION ALL
  SELECT c.id, p.implied_revenue_low_usd_bn, p.implied_revenue_high_usd_bn, 'USD bn', p.overlap_low_usd_bn, p.overlap_high_usd_bn, 'USD bn',
    CASE WHEN p.overlap_low_usd_bn > p.overlap_high_usd_bn THEN 'contradicts' ELSE 'holds' END
  FROM claims c, price_to_sales_summary p WHERE c.id = 'revenue'
  UNION ALL
  SELECT c.id, p.implied_multiple_low, p.implied_multiple_high, 'x', p.years_apart, NULL, 'years',
    CASE WHEN p.implied_multiple_low > p.multiple_high OR p.implied_multiple_high < p.multiple_low THEN 'contradicts'
      WHEN NOT p.same_year THEN 'holds_if' ELSE 'holds' END
  FROM claims c, price_to_sales_summary p WHERE c.id = 'price-to-sales'
  UNION ALL
  SELECT c.id, coalesce(p.prose_usd_bn, p.months_early), NULL,
    CASE WHEN p.prose_usd_bn IS NOT NULL THEN 'USD bn' WHEN p.months_early IS NOT NULL THEN 'months' END,
    CASE WHEN p.gap_usd_bn <> 0 THEN coalesce(p.months_early, p.gap_usd_bn) END, NULL,
    CASE WHEN p.gap_usd_bn <> 0 THEN CASE WHEN p.months_early IS NOT NULL THEN 'months' ELSE 'USD bn' END END,
    CASE p.finding WHEN 'match' THEN 'holds' WHEN 'no_prose' THEN NULL ELSE 'contradicts' END
  FROM claims c JOIN picture_versus_prose p ON c.id = 'picture-' || p.id
  UNION ALL
  SELECT c.id, p.last_prose_usd_bn, NULL, 'USD bn', p.last_usd_bn - c.stated, NULL, 'USD bn',
    CASE WHEN p.last_prose_usd_bn = c.stated THEN 'holds' ELSE 'contradicts' END
  FROM claims c, picture p WHERE c.id = 'picture-caption'
  UNION ALL
  SELECT c.id, p.axis_years, NULL, 'years', p.axis_months, NULL, 'months', CASE WHEN p.axis_years = c.stated THEN 'holds' ELSE 'contradicts' END
  FROM claims c, picture p WHERE c.id = 'picture-range'
  UNION ALL
  SELECT c.id, count(m.id), NULL, 'count', NULL, NULL, NULL, CASE WHEN count(m.id) = c.stated THEN 'holds' ELSE 'contradicts' END
  FROM claims c, model_releases m WHERE c.id = 'claude-4-models' GROUP BY c.id, c.stated
  UNION ALL
  SELECT c.id, m.gw * 1e6 / m.tpus, NULL, 'kW', NULL, NULL, NULL, NULL FROM claims c, compute m WHERE c.id = 'compute-capacity'
  UNION ALL
  SELECT c.id, p.subject_closed_usd_bn, NULL, 'USD bn', p.overstated_usd_bn, NULL, 'USD bn',
    CASE WHEN p.subject_closed_usd_bn = c.stated THEN 'holds' ELSE 'contradicts' END
  FROM claims c, peers_summary p WHERE c.id = 'peer-valuation'
  UNION ALL
  SELECT c.id, m.last_usd_tn, NULL, 'USD tn', NULL, NULL, NULL,
    CASE WHEN m.last_usd_tn > c.stated THEN 'holds' WHEN m.last_usd_tn = c.stated THEN 'holds_if' ELSE 'contradicts' END
  FROM claims c, market_summary m WHERE c.id = 'market-size'
  UNION ALL
  SELECT c.id, m.cagr_low, m.cagr_high, 'share', m.back_first_usd_tn, NULL, 'USD tn', CASE WHEN m.cagr_low > c.stated THEN 'holds' ELSE 'contradicts' END
  FROM claims c, market_summary m WHERE c.id = 'market-rate'
  UNION ALL
  SELECT c.id, count(d.id), NULL, 'count', NULL, NULL, NULL, CASE WHEN count(d.id) = c.stated THEN 'holds' ELSE 'contradicts' END
  FROM claims c, drivers d WHERE c.id = 'growth-drivers' GROUP BY c.id, c.stated
  UNION ALL
  SELECT c.id, b.above_by_closed, NULL, 'count', b.above_by_picture, NULL, 'count',
    CASE WHEN b.above_by_closed > 0 THEN 'holds' WHEN b.above_by_picture > 0 THEN 'holds_if' ELSE 'contradicts' END
  FROM claims c, bubble_summary b WHERE c.id = 'bubble-companies'
  UNION ALL
  SELECT c.id, count(DISTINCT o.company_en), NULL, 'count', NULL, NULL, NULL, CASE WHEN count(DISTINCT o.company_en) = c.stated THEN 'holds' ELSE 'contradicts' END
  FROM claims c, roles o WHERE c.id = 'musk-companies' AND o.person = 'musk' AND o.current GROUP BY c.id, c.stated
),
judged AS (
  SELECT c.*, t.computed, t.computed_high, t.computed_unit, t.other, t.other_high, t.other_unit, t.tested,
    CASE WHEN c.against IS NULL THEN 'not_testable' ELSE t.tested END AS verdict
  FROM claims c LEFT JOIN tests t ON t.id = c.id
)
SELECT c.id, c.ordinal, c.section, s.label_zh_hant AS section_label_zh_hant, s.label_en AS section_label_en,
  c.claim_zh_hant, c.claim_en, c.month, c.stated, c.stated_high, c.unit, c.phrase_zh_hant, c.phrase_en, c.against, c.tested,
  w.computed_label_zh_hant, w.computed_label_en, c.computed, c.computed_high, c.computed_unit,
  w.other_label_zh_hant, w.other_label_en, c.other, c.other_high, c.other_unit,
  c.verdict, v.label_zh_hant AS verdict_label_zh_hant, v.label_en AS verdict_label_en,
  f.finding_zh_hant, f.finding_en, c.place
FROM judged c
JOIN sections s ON s.id = c.section
LEFT JOIN audit_tests w ON w.id = c.id
JOIN verdicts v ON v.id = c.verdict
LEFT JOIN audit_findings f ON f.claim = c.id AND f.verdict = v.id
ORDER BY c.ordinal
