SELECT * FROM sectoins
