SELECT * FROM read_csv('https://example.com/a.csv')
