/*
title: Claims with their numbers
titles: { zh-Hant: 說法與其數字 }
description: Each claim with the figure that it states, taken from the figure's home; a statement in words only has its phrase.
primaryKey: id
fields:
  stated: { unitField: unit, title: Stated, titles: { zh-Hant: 文中所述 } }
  stated_high: { unitField: unit, title: "Stated, upper end", titles: { zh-Hant: 文中所述上限 } }
*/
SELECT s.id, s.ordinal, s.section, s.claim_zh_hant, s.claim_en, s.month,
  coalesce(s.stated, f.amount) AS stated, h.amount AS stated_high, coalesce(s.unit, f.unit) AS unit,
  s.phrase_zh_hant, s.phrase_en, s.at_least, s.against, s.place
FROM statements s
LEFT JOIN figures f ON f.dataset = s.dataset AND f.row = s.row AND f.field = s.field
LEFT JOIN figures h ON h.dataset = s.dataset AND h.row = s.row_high AND h.field = s.field
ORDER BY s.ordinal
