/*
title: The verdicts add up to the claims
*/
SELECT total, holds, holds_if, contradicts, not_testable FROM audit_summary
WHERE holds + holds_if + contradicts + not_testable <> total OR total <> (SELECT count(*) FROM claims)
