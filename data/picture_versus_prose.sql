/*
title: Valuation curve against the prose
titles: { zh-Hant: 估值曲線與內文的對照 }
description: Each point of the curve picture beside what the prose says for the same month, and beside the month in which the prose puts the same value.
primaryKey: id
fields:
  value_usd_bn: { unit: USD bn, title: Value in the picture, titles: { zh-Hant: 圖上估值 } }
  prose_usd_bn: { unit: USD bn, title: Value of the prose in that month, titles: { zh-Hant: 內文當月估值 } }
  gap_usd_bn: { unit: USD bn, title: Difference, titles: { zh-Hant: 差額 }, formula: value in the picture - value of the prose in that month, formulas: { zh-Hant: "圖中數值 - 內文同月的估值" } }
  date: { title: Month in the picture, titles: { zh-Hant: 圖上月份 } }
  prose_date: { title: Month of the prose for that value, titles: { zh-Hant: 內文月份 } }
  months_early: { unit: months, title: Months by which the picture is early, titles: { zh-Hant: 圖早於內文的月數 }, formula: month of the prose for the value - month in the picture, formulas: { zh-Hant: "內文達到該值的月份 - 圖中月份" } }
*/
SELECT p.id, p.point, p.date, p.value_usd_bn, p.open_ended,
  same_month.post_money_usd_bn AS prose_usd_bn,
  p.value_usd_bn - same_month.post_money_usd_bn AS gap_usd_bn,
  same_value.date AS prose_date, same_value.status AS prose_status,
  same_value.label_zh_hant AS prose_label_zh_hant, same_value.label_en AS prose_label_en,
  date_diff('month', p.date, same_value.date) AS months_early,
  CASE
    WHEN p.value_usd_bn = same_month.post_money_usd_bn AND NOT p.open_ended THEN 'match'
    WHEN same_value.status = 'rumoured' THEN 'rumoured'
    WHEN same_value.id IS NOT NULL THEN 'other_month'
    WHEN same_month.id IS NOT NULL THEN 'other_value'
    ELSE 'no_prose'
  END AS finding,
  CASE finding WHEN 'match' THEN '與內文相符' WHEN 'rumoured' THEN '金額與傳聞目標相同' WHEN 'other_month' THEN '月份與內文不同'
    WHEN 'other_value' THEN '數值與內文不同' ELSE '內文未提' END AS finding_label_zh_hant,
  CASE finding WHEN 'match' THEN 'Agrees with the text' WHEN 'rumoured' THEN 'Amount of the rumoured target' WHEN 'other_month' THEN 'Another month in the text'
    WHEN 'other_value' THEN 'Another value in the text' ELSE 'Not in the text' END AS finding_label_en,
  p.place
FROM picture_valuation p
LEFT JOIN valuation_points same_month ON same_month.is_closed AND same_month.date = p.date
LEFT JOIN valuation_points same_value ON same_value.post_money_usd_bn = p.value_usd_bn
ORDER BY p.point
