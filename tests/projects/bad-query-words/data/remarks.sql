SELECT
  round,
  CASE WHEN lead_investors > 1 THEN 'tenfold' ELSE place END AS pace,
  label_en || ', up ninety percent' AS remark_en,
  label_zh_hant || '，成長三十倍' AS remark_zh_hant,
  CASE WHEN lead_investors > 1 THEN 'several' ELSE 'alone' END AS led
FROM rounds
