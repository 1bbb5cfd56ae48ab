/*
title: Jede Branche des Bestands steht im Index
*/
SELECT branche FROM positionen WHERE branche <> 'Kasse' AND branche NOT IN (SELECT "Branche" FROM index_branchen)
