/*
title: The common questions in one row
fields:
  questions: { unit: count, title: Questions }
  left_to_reader: { unit: count, title: Questions that the article leaves to the reader }
*/
SELECT count(*) AS questions, count(*) FILTER (left_to_reader) AS left_to_reader FROM faq
