SELECT * FROM three
