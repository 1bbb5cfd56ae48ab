SELECT [1, 2] AS list, round FROM rounds
