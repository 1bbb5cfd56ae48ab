/*
title: Branchen im Überblick
fields:
  groesste: { title: Größte Branche }
  groesste_gewicht: { unit: share, display: { decimals: 1 } }
  groesste_abstand: { unit: pp, display: { decimals: 1 } }
  kleinste: { title: Am stärksten untergewichtete Branche }
  kleinste_abstand: { unit: pp, display: { decimals: 1 } }
*/
SELECT
  arg_max(branche, fonds) AS groesste,
  max(fonds) AS groesste_gewicht,
  arg_max(abstand, fonds) AS groesste_abstand,
  arg_min(branche, abstand) AS kleinste,
  min(abstand) AS kleinste_abstand
FROM branchen
