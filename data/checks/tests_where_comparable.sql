/*
title: A claim has a test exactly where the article has a figure to test it against
*/
SELECT id, against, tested FROM claims_audit WHERE (against IS NULL) <> (tested IS NULL) ORDER BY id
