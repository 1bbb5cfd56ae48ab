/*
title: Jeder Kurswert ist Stückzahl mal Kurs
*/
SELECT "Titel", "Stück", "Kurs", "Kurswert" FROM bestand WHERE abs("Stück" * "Kurs" - "Kurswert") > 0.01
