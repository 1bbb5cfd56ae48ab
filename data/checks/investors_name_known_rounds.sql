/*
title: An investor's round is one of the rounds
*/
SELECT id, round FROM capital_by_investor WHERE round IS NOT NULL AND round NOT IN (SELECT id FROM funding_rounds) ORDER BY id
