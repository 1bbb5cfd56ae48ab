/*
title: どの年にもすべての市町村がそろう
*/
SELECT "年", count(*) AS shichoson FROM jinko GROUP BY "年" HAVING count(*) <> (SELECT count(*) FROM shichoson)
