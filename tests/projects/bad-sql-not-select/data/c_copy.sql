COPY (SELECT 1) TO '/tmp/tieout-escape.csv'
