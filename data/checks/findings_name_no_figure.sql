/*
title: Findings leave figures to the numeric columns
*/
SELECT claim, verdict FROM audit_findings
WHERE regexp_matches(finding_en, '[0-9]') OR regexp_matches(finding_zh_hant, '[0-9０-９二三四五六七八九十百千萬億兆]')
ORDER BY claim, verdict
