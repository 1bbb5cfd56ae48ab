/*
title: Die Gewichte des Index und die mittleren Gewichte ergeben je 100 %
*/
SELECT 'Index' AS was, sum("Gewicht") AS summe FROM index_branchen HAVING abs(sum("Gewicht") - 100) > 0.05
UNION ALL
SELECT 'Fonds im Mittel', sum("Gewicht Fonds") FROM beitraege HAVING abs(sum("Gewicht Fonds") - 100) > 0.05
UNION ALL
SELECT 'Index im Mittel', sum("Gewicht Index") FROM beitraege HAVING abs(sum("Gewicht Index") - 100) > 0.05
