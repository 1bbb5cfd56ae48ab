/*
title: No round raises more than it is worth afterwards
*/
SELECT id, raised_usd_bn, post_money_usd_bn FROM funding_rounds WHERE post_money_usd_bn < raised_usd_bn ORDER BY id
