import type { StarterWords } from './words.ts';

export const es: StarterWords = {
  currency: 'EUR',
  title: 'El año de la tienda',
  subject: 'Una presentación breve que se explica sola',
  dataset: 'Ventas por mes',
  source: 'Libro de caja de la tienda (ficticio)',
  model: 'El año en una fila',
  check: 'Ningún mes vende menos que nada',
  fields: {
    month: 'Mes',
    revenue: 'Ingresos',
    costs: 'Costes',
    visitors: 'Visitantes',
    margin: 'Margen',
    growth: 'Crecimiento en el año',
    profit: 'Beneficio',
  },
  formulas: {
    revenue: 'suma de los ingresos',
    margin: '(ingresos - costes) / ingresos',
    growth: 'ingresos del último mes / ingresos del inicial - 1',
  },
  charts: {
    revenue: {
      description: 'Ingresos por mes: de {{ summary.first_revenue | money }} a {{ summary.last_revenue | money }}',
    },
    visitors: { description: 'Visitantes por mes; el mes con más fue {{ summary.busiest_month | date }}' },
  },
  slides: {
    cover: `# Los ingresos crecieron un {{ summary.growth | percent }} de {{ summary.first_month | date }} a {{ summary.last_month | date }}

Ninguna cifra está escrita a mano: todas vienen de una tabla

{{ deck.date | date }}

<!--
Las notas van en un comentario. La tecla P las muestra en el HTML.
También citan celdas: el año empezó con {{ summary.first_revenue | money }} al mes.
-->`,
    figures: `# La tienda ganó {{ summary.profit | money }} en el año

- **{{ summary.margin | percent }}** Margen: calculado en \`data/summary.sql\`, un SELECT sobre \`data/sales.csv\`
- **{{ summary.growth | percent }}** Crecimiento: la ficha de una cifra dice cómo se calcula
- **{{ summary.visitors | count }}** Visitantes: la unidad de un campo dice cómo se escribe

Ingresó {{ summary.revenue | money }}. En el HTML, un clic en una cifra muestra su celda, su fórmula y su fuente.

<!-- La línea de fuentes se escribe sola, con las tablas que la diapositiva cita. -->`,
    chart: `# {{ summary.last_revenue | money }} de ingresos en {{ summary.last_month | date }}

![Ingresos por mes](../charts/revenue.vl.json)

Un gráfico es un archivo de Vega-Lite en \`charts/\`; dibuja una tabla, a la que llama por su nombre.

<!-- Mientras «tieout watch» funciona, la línea sigue cada cambio de data/sales.csv. -->`,
    table: `# El mes con más visitantes fue {{ summary.busiest_month | date }}

<div class="columns"><div>

## El gráfico

![Visitantes por mes](../charts/visitors.vl.json)

</div><div>

## Los últimos meses

| Mes | Visitantes | Ingresos |
| :-- | --: | --: |
{% for row in sales %}{% if row.month >= "2025-09" %}| {{ row.month | date }} | {{ row.visitors | count }} | {{ row.revenue | money }} |
{% endif %}{% endfor %}

</div></div>

<!-- Un bucle de Liquid recorre las filas de una tabla. -->`,
    next: `# Hágalo suyo, archivo por archivo

- **\`data/sales.csv\`** guarda las cifras: ponga las suyas y describa las columnas en \`data/datapackage.json\`
- **\`data/summary.sql\`** calcula lo que ninguna celda dice; \`data/checks/\` dice lo que debe cumplirse
- **\`charts/\`** dibuja, \`slides/\` habla; una cifra escrita a mano detiene todo, y el mensaje nombra la celda
- **\`npx tieout tables\`** enumera las tablas; \`npx tieout tables sales\` muestra qué escribir para cada celda
- **\`npx tieout build\`** escribe \`dist/\`: HTML para presentar, PDF para enviar, una lista de cifras para revisar

<!-- Cuando todo sea suyo, borre esta diapositiva. -->`,
  },
};
