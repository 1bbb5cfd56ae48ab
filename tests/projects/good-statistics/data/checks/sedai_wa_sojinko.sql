/*
title: 世代の合計は県の人口に等しい
*/
SELECT nen, sum(sedai."人口") AS sedai, any_value(sojinko.jinko ORDER BY nen) AS sojinko
FROM sedai
JOIN sojinko ON sojinko.nen = sedai."年"
GROUP BY nen
HAVING sum(sedai."人口") <> any_value(sojinko.jinko ORDER BY nen)
