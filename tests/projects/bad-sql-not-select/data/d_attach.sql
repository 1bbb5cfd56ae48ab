ATTACH '/tmp/tieout-escape.db'
