/*
title: Das Fondsvolumen ist die Zahl der Anteile mal ihr Preis
*/
SELECT volumen, "Umlaufende Anteile" * preis AS aus_anteilen
FROM positionen_gesamt, anteile, monat
WHERE abs(volumen - "Umlaufende Anteile" * preis) > 1
