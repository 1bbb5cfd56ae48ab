import type { StarterWords } from './words.ts';

export const en: StarterWords = {
  currency: 'USD',
  title: 'A year of the shop',
  subject: 'A small deck that explains itself',
  dataset: 'Sales by month',
  source: 'The shop’s ledger (made up)',
  model: 'The year in one row',
  check: 'No month sells for less than nothing',
  fields: {
    month: 'Month',
    revenue: 'Revenue',
    costs: 'Costs',
    visitors: 'Visitors',
    margin: 'Margin',
    growth: 'Growth within the year',
    profit: 'Profit',
  },
  formulas: {
    revenue: 'sum of revenue',
    margin: '(revenue - costs) / revenue',
    growth: 'revenue of the last month / revenue of the first - 1',
  },
  charts: {
    revenue: {
      description: 'Revenue by month: from {{ summary.first_revenue | money }} to {{ summary.last_revenue | money }}',
    },
    visitors: { description: 'Visitors by month; {{ summary.busiest_month | date }} brought the most' },
  },
  slides: {
    cover: `# Revenue grew by {{ summary.growth | percent }} from {{ summary.first_month | date }} to {{ summary.last_month | date }}

A deck in which no number is typed: each is a cell of a table

{{ deck.date | date }}

<!--
Presenter notes stand in a comment. Press P in the HTML to see them.
They quote cells, too: the year began at {{ summary.first_revenue | money }} a month.
-->`,
    figures: `# The shop earned {{ summary.profit | money }} in the year

- **{{ summary.margin | percent }}** Margin: computed in \`data/summary.sql\`, one SELECT over \`data/sales.csv\`
- **{{ summary.growth | percent }}** Growth: the card of a figure tells how it is computed
- **{{ summary.visitors | count }}** Visitors: the unit of a field says how it is written

It took in {{ summary.revenue | money }}. Click a figure in the HTML: a card shows its cell, its formula and its source.

<!-- The line of sources at the foot writes itself, from the tables that the slide quotes. -->`,
    chart: `# Revenue reached {{ summary.last_revenue | money }} in {{ summary.last_month | date }}

![Revenue by month](../charts/revenue.vl.json)

A chart is a Vega-Lite spec in \`charts/\`; it draws a table by name.

<!-- Change a cell of data/sales.csv while "tieout watch" runs, and the line moves. -->`,
    table: `# {{ summary.busiest_month | date }} brought the most visitors

<div class="columns"><div>

## The chart

![Visitors by month](../charts/visitors.vl.json)

</div><div>

## The last months

| Month | Visitors | Revenue |
| :-- | --: | --: |
{% for row in sales %}{% if row.month >= "2025-09" %}| {{ row.month | date }} | {{ row.visitors | count }} | {{ row.revenue | money }} |
{% endif %}{% endfor %}

</div></div>

<!-- A loop in Liquid walks the rows of a table. -->`,
    next: `# Make it yours, one file at a time

- **\`data/sales.csv\`** holds the figures: put yours in, and describe the columns in \`data/datapackage.json\`
- **\`data/summary.sql\`** computes what no cell holds; \`data/checks/\` says what must be true
- **\`charts/\`** draws, \`slides/\` says; a typed number stops the build and names the cell to quote
- **\`npx tieout tables\`** lists every table; \`npx tieout tables sales\` shows what to write for each cell
- **\`npx tieout build\`** writes \`dist/\`: HTML to present, a PDF to send, a sheet of every figure to check

<!-- When all of this is yours, delete this slide. -->`,
  },
};
