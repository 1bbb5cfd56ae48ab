import type { StarterWords } from './words.ts';

export const de: StarterWords = {
  currency: 'EUR',
  title: 'Das Jahr des Ladens',
  subject: 'Ein kleines Deck, das sich selbst erklärt',
  dataset: 'Verkäufe nach Monat',
  source: 'Kassenbuch des Ladens (erfunden)',
  model: 'Das Jahr in einer Zeile',
  check: 'Kein Monat verkauft weniger als nichts',
  fields: {
    month: 'Monat',
    revenue: 'Umsatz',
    costs: 'Kosten',
    visitors: 'Besucher',
    margin: 'Marge',
    growth: 'Wachstum im Jahr',
    profit: 'Gewinn',
  },
  formulas: {
    revenue: 'Summe der Umsätze',
    margin: '(Umsatz - Kosten) / Umsatz',
    growth: 'Umsatz des letzten Monats / Umsatz des ersten - 1',
  },
  charts: {
    revenue: {
      description: 'Umsatz nach Monat: von {{ summary.first_revenue | money }} auf {{ summary.last_revenue | money }}',
    },
    visitors: { description: 'Besucher nach Monat; {{ summary.busiest_month | date }} brachte die meisten' },
  },
  slides: {
    cover: `# Der Umsatz wuchs um {{ summary.growth | percent }} von {{ summary.first_month | date }} bis {{ summary.last_month | date }}

Ein Deck ohne getippte Zahl: Jede steht in einer Tabelle

{{ deck.date | date }}

<!--
Notizen stehen in einem Kommentar. Die Taste P zeigt sie im HTML.
Auch sie zitieren Zellen: Das Jahr begann mit {{ summary.first_revenue | money }} im Monat.
-->`,
    figures: `# Der Laden verdiente {{ summary.profit | money }} im Jahr

- **{{ summary.margin | percent }}** Marge: berechnet in \`data/summary.sql\`, einem SELECT über \`data/sales.csv\`
- **{{ summary.growth | percent }}** Wachstum: Die Karte einer Zahl sagt, wie sie berechnet ist
- **{{ summary.visitors | count }}** Besucher: Die Einheit des Feldes sagt, wie es geschrieben wird

Er nahm {{ summary.revenue | money }} ein. Ein Klick auf eine Zahl zeigt im HTML ihre Zelle, ihre Formel und ihre Quelle.

<!-- Die Quellenzeile am Fuß schreibt sich selbst, aus den Tabellen, die die Folie zitiert. -->`,
    chart: `# Im {{ summary.last_month | date }} lag der Umsatz bei {{ summary.last_revenue | money }}

![Umsatz nach Monat](../charts/revenue.vl.json)

Ein Diagramm ist eine Vega-Lite-Datei in \`charts/\`; es zeichnet eine Tabelle, die es beim Namen nennt.

<!-- Während „tieout watch“ läuft, folgt die Linie jeder Änderung in data/sales.csv. -->`,
    table: `# {{ summary.busiest_month | date }} brachte die meisten Besucher

<div class="columns"><div>

## Das Diagramm

![Besucher nach Monat](../charts/visitors.vl.json)

</div><div>

## Die letzten Monate

| Monat | Besucher | Umsatz |
| :-- | --: | --: |
{% for row in sales %}{% if row.month >= "2025-09" %}| {{ row.month | date }} | {{ row.visitors | count }} | {{ row.revenue | money }} |
{% endif %}{% endfor %}

</div></div>

<!-- Eine Schleife in Liquid geht die Zeilen einer Tabelle durch. -->`,
    next: `# Datei für Datei zum eigenen Deck

- **\`data/sales.csv\`** enthält die Zahlen: die eigenen eintragen und die Spalten in \`data/datapackage.json\` beschreiben
- **\`data/summary.sql\`** berechnet, was in keiner Zelle steht; \`data/checks/\` sagt, was gelten muss
- **\`charts/\`** zeichnet, \`slides/\` sagt; eine getippte Zahl hält den Bau an, und die Meldung nennt die Zelle
- **\`npx tieout tables\`** nennt alle Tabellen; \`npx tieout tables sales\` zeigt, was für jede Zelle zu schreiben ist
- **\`npx tieout build\`** schreibt \`dist/\`: HTML zum Vortragen, PDF zum Versenden, eine Liste aller Zahlen zum Prüfen

<!-- Wenn all das eigen ist, kann diese Folie weg. -->`,
  },
};
