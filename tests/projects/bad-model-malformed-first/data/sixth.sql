SELECT * FROM fifth
