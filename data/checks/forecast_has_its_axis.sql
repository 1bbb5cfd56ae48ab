/*
title: The forecast's axis covers the years of its title without a gap, and ends in the year of the prose
*/
SELECT p.title_from, p.title_to, a.first_year, a.last_year, a.years
FROM pictures p CROSS JOIN (SELECT min(year) AS first_year, max(year) AS last_year, count(DISTINCT year) AS years FROM market_axis WHERE axis = 'year') a
WHERE p.id = 'market' AND (a.first_year <> p.title_from OR a.last_year <> p.title_to OR a.years <> a.last_year - a.first_year + 1
  OR a.last_year <> (SELECT max(year) FROM market_statements))
