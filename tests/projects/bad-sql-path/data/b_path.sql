SELECT * FROM 'rounds.csv'
