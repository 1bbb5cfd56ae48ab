/*
title: The common questions in one row
titles: { zh-Hant: 常見問題總計 }
fields:
  questions: { unit: count, title: Questions, titles: { zh-Hant: 問題數 } }
  left_to_reader: { unit: count, title: Questions that the article leaves to the reader, titles: { zh-Hant: 留給讀者的問題數 } }
*/
SELECT count(*) AS questions, count(*) FILTER (left_to_reader) AS left_to_reader FROM faq
