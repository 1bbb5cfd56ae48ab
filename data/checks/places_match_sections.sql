/*
title: A claim's place lies in its section
*/
SELECT c.id, c.section, c.place FROM claims c JOIN sections s ON s.id = c.section WHERE split_part(c.place, ' ', 1) <> s.place ORDER BY c.id
