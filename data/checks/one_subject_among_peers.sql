/*
title: The peer picture has exactly one subject
*/
SELECT count(*) AS subjects FROM peers WHERE is_subject HAVING count(*) <> 1
