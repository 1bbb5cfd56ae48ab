/*
title: Die Quartale des Jahres, verkettet, ergeben die Rendite seit Jahresbeginn
*/
SELECT exp(sum(ln(1 + quartale.rendite))) - 1 AS verkettet, any_value(jahr ORDER BY quartal) AS jahr
FROM quartale, monat
WHERE year(quartal) = year(stichtag)
HAVING abs(exp(sum(ln(1 + quartale.rendite))) - 1 - any_value(jahr ORDER BY quartal)) > 1e-9
