/*
title: Valuation by date, prose and picture
titles: { zh-Hant: 各日期的估值，內文與圖 }
description: Long table for a chart, the closed rounds of the prose and the points of the curve picture as separate series.
primaryKey: id
fields:
  value_usd_bn: { unit: USD bn, title: Valuation, titles: { zh-Hant: 估值 } }
*/
SELECT 'prose-' || id AS id, 'prose' AS series, '內文' AS series_label_zh_hant, 'Text' AS series_label_en,
  date, post_money_usd_bn AS value_usd_bn, false AS open_ended, is_last_closed AS is_last, place
FROM valuation_points WHERE is_closed
UNION ALL
SELECT 'picture-' || id, 'picture', '圖', 'Chart', date, value_usd_bn, open_ended, point = max(point) OVER (), place
FROM picture_valuation
ORDER BY series DESC, date
