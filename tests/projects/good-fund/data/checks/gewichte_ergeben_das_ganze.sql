/*
title: Die Gewichte aller Positionen ergeben 100 %
*/
SELECT sum(gewicht) AS summe FROM positionen HAVING abs(sum(gewicht) - 1) > 1e-9
