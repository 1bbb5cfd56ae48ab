/*
title: The forecast's values rise from left to right
*/
SELECT id, value_usd_tn FROM (SELECT *, lag(value_usd_tn) OVER (ORDER BY position) AS before FROM market_forecast) WHERE value_usd_tn <= before ORDER BY position
