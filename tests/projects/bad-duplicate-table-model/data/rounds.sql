SELECT * FROM sections
