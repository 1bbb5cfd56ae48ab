import type { StarterWords } from './words.ts';

export const fr: StarterWords = {
  currency: 'EUR',
  title: 'L’année de la boutique',
  subject: 'Une petite présentation qui s’explique elle-même',
  dataset: 'Ventes par mois',
  source: 'Livre de caisse de la boutique (fictif)',
  model: 'L’année en une ligne',
  check: 'Aucun mois ne vend moins que rien',
  fields: {
    month: 'Mois',
    revenue: 'Chiffre d’affaires',
    costs: 'Charges',
    visitors: 'Visiteurs',
    margin: 'Marge',
    growth: 'Croissance sur l’année',
    profit: 'Bénéfice',
  },
  formulas: {
    revenue: 'somme des chiffres d’affaires',
    margin: '(chiffre d’affaires - charges) / chiffre d’affaires',
    growth: 'chiffre d’affaires du dernier mois / celui du premier - 1',
  },
  charts: {
    revenue: {
      description: 'Chiffre d’affaires par mois : de {{ summary.first_revenue | money }} à {{ summary.last_revenue | money }}',
    },
    visitors: { description: 'Visiteurs par mois ; le plus grand nombre en {{ summary.busiest_month | date }}' },
  },
  slides: {
    cover: `# Le chiffre d’affaires a crû de {{ summary.growth | percent }} entre {{ summary.first_month | date }} et {{ summary.last_month | date }}

Aucun chiffre n’est saisi à la main : chacun vient d’une table

{{ deck.date | date }}

<!--
Les notes se mettent dans un commentaire. La touche P les montre dans le HTML.
Elles citent aussi des cellules : l’année a commencé à {{ summary.first_revenue | money }} par mois.
-->`,
    figures: `# La boutique a gagné {{ summary.profit | money }} dans l’année

- **{{ summary.margin | percent }}** Marge : calculée dans \`data/summary.sql\`, un SELECT sur \`data/sales.csv\`
- **{{ summary.growth | percent }}** Croissance : la fiche d’un chiffre dit comment il est calculé
- **{{ summary.visitors | count }}** Visiteurs : l’unité d’un champ dit comment il s’écrit

Elle a encaissé {{ summary.revenue | money }}. Dans le HTML, un clic sur un chiffre montre sa cellule, sa formule et sa source.

<!-- La ligne des sources s’écrit toute seule, d’après les tables que la diapositive cite. -->`,
    chart: `# {{ summary.last_revenue | money }} de chiffre d’affaires en {{ summary.last_month | date }}

![Chiffre d’affaires par mois](../charts/revenue.vl.json)

Un graphique est un fichier Vega-Lite de \`charts/\` ; il dessine une table, qu’il nomme.

<!-- Pendant que « tieout watch » tourne, la courbe suit chaque changement de data/sales.csv. -->`,
    table: `# Le plus de visiteurs en {{ summary.busiest_month | date }}

<div class="columns"><div>

## Le graphique

![Visiteurs par mois](../charts/visitors.vl.json)

</div><div>

## Les derniers mois

| Mois | Visiteurs | Chiffre d’affaires |
| :-- | --: | --: |
{% for row in sales %}{% if row.month >= "2025-09" %}| {{ row.month | date }} | {{ row.visitors | count }} | {{ row.revenue | money }} |
{% endif %}{% endfor %}

</div></div>

<!-- Une boucle Liquid parcourt les lignes d’une table. -->`,
    next: `# À vous, fichier par fichier

- **\`data/sales.csv\`** contient les chiffres : mettez les vôtres, et décrivez les colonnes dans \`data/datapackage.json\`
- **\`data/summary.sql\`** calcule ce qu’aucune cellule ne dit ; \`data/checks/\` dit ce qui doit être vrai
- **\`charts/\`** dessine, \`slides/\` parle ; un chiffre saisi arrête la construction, et le message nomme la cellule
- **\`npx tieout tables\`** liste les tables ; \`npx tieout tables sales\` montre quoi écrire pour chaque cellule
- **\`npx tieout build\`** écrit \`dist/\` : le HTML à présenter, le PDF à envoyer, la liste des chiffres à vérifier

<!-- Quand tout cela est à vous, supprimez cette diapositive. -->`,
  },
};
