SELECT * FROM rounds WHERE false
