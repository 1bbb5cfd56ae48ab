/** The theme of a deck that names none: a warm white page, near-black ink, one accent; and what other themes build on, as `@import 'tieout'`. */
export const deckTheme = `/*
 * @theme tieout
 * @auto-scaling true
 * @size 16:9 1280px 720px
 */

/* The one place of every colour; charts take theirs from here. */
:root {
  --paper: #fbf9f4;
  --ink: #1c1a17;
  --accent: #c4341a;
  --grey: #68635b;
  --grey-mid: #8d877d;
  --grey-light: #cdc7bb;
  --rule: #ddd7cb;
}

/*
 * The page: section mark, title, a body that fills, sources at the foot.
 * Chinese breaks between clauses only (keep-all), so that no figure is torn from its unit; table cells break anywhere.
 */
section {
  box-sizing: border-box;
  display: flex;
  flex-direction: column;
  align-items: stretch;
  position: relative;
  width: 1280px;
  height: 720px;
  margin: 0;
  padding: 78px 80px 40px;
  overflow: hidden;
  background: var(--paper);
  color: var(--ink);
  font-family: "Noto Sans TC", sans-serif;
  font-size: 25px;
  font-weight: 400;
  line-height: 1.55;
  font-variant-numeric: tabular-nums;
  font-kerning: normal;
  line-break: strict;
  word-break: keep-all;
  overflow-wrap: break-word;
  text-wrap: pretty;
  text-autospace: no-autospace;
  -webkit-print-color-adjust: exact;
  print-color-adjust: exact;
}

section * {
  box-sizing: border-box;
}

section > :not(header, footer) {
  flex: none;
}

section > header,
section > footer {
  position: absolute;
  left: 80px;
  margin: 0;
  color: var(--grey);
  font-size: 16px;
  line-height: 24px;
}

section > header {
  top: 34px;
  right: 80px;
  padding-bottom: 6px;
  border-bottom: 1px solid var(--rule);
}

section > footer {
  bottom: 14px;
}

section::after {
  content: attr(data-marpit-pagination);
  position: absolute;
  right: 80px;
  bottom: 36px;
  margin: 0;
  padding: 0;
  color: var(--grey);
  font-size: 15px;
  line-height: 22px;
}

h1,
h2,
h3,
p,
ul,
ol,
blockquote,
table,
pre {
  margin: 0;
  padding: 0;
}

h1,
h2 {
  font-family: "Noto Serif TC", serif;
  font-weight: 700;
  text-wrap: balance;
}

h1 {
  font-size: 40px;
  line-height: 1.3;
}

h2 {
  font-size: 30px;
  line-height: 1.35;
}

h3 {
  font-size: 22px;
  font-weight: 700;
  line-height: 1.4;
}

h1 + * {
  margin-top: 26px;
}

p + p,
p + ul,
p + ol,
ul + p,
ol + p,
table + p,
div + p {
  margin-top: 22px;
}

strong {
  font-weight: 700;
}

em {
  color: var(--grey);
  font-style: normal;
}

a {
  color: inherit;
  text-decoration: underline;
  text-decoration-color: var(--grey-light);
  text-decoration-thickness: 1px;
  text-underline-offset: 0.2em;
}

code {
  font-family: inherit;
}

hr {
  width: 100%;
  height: 0;
  margin: 24px 0;
  border: 0;
  border-top: 1px solid var(--rule);
}

/* An emergency break never falls inside a figure. */
.tie {
  overflow-wrap: normal;
}

section > p.sources {
  max-width: 1080px;
  margin-top: auto;
  padding-top: 14px;
  color: var(--grey);
  font-size: 15px;
  line-height: 22px;
  text-wrap: balance;
}

/* Lists: a short dash in the margin, no bullets. */
ul,
ol {
  padding-left: 1.1em;
}

ul {
  list-style: none;
}

ul > li {
  position: relative;
}

ul > li::before {
  content: "";
  position: absolute;
  left: -1.1em;
  top: 0.78em;
  width: 0.55em;
  border-top: 1px solid var(--grey);
}

li + li {
  margin-top: 12px;
}

li > ul,
li > ol {
  margin-top: 8px;
  font-size: 0.9em;
}

/* Tables: hairlines only. */
table {
  width: 100%;
  border-collapse: collapse;
  font-size: 21px;
  line-height: 1.45;
}

th,
td {
  padding: 11px 18px 11px 0;
  border-bottom: 1px solid var(--rule);
  text-align: left;
  vertical-align: baseline;
  word-break: normal;
}

td .tie {
  white-space: nowrap;
}

th {
  padding-top: 0;
  border-bottom-color: var(--ink);
  color: var(--grey);
  font-size: 17px;
  font-weight: 400;
}

th:last-child,
td:last-child {
  padding-right: 0;
}

td[style*="right"] {
  white-space: nowrap;
}

/* Charts stand at their natural size. */
span.chart {
  display: block;
  line-height: 0;
}

span.chart svg {
  display: block;
  max-width: 100%;
  height: auto;
  overflow: visible;
}

span.chart text {
  text-autospace: no-autospace;
}

section > p:has(> span.chart) + p {
  margin-top: 18px;
}

/* Cover. */
section.cover {
  justify-content: flex-start;
  padding-top: 190px;
}

section.cover::before {
  content: "";
  position: absolute;
  left: 80px;
  right: 80px;
  top: 78px;
  border-top: 4px solid var(--ink);
}

section.cover h1 {
  max-width: 1120px;
  font-size: 62px;
  line-height: 1.26;
}

section.cover h1 + p {
  margin-top: 32px;
  max-width: 900px;
  font-size: 28px;
}

section.cover p {
  color: var(--grey);
}

section.cover h1 + p + p {
  margin-top: 18px;
  font-size: 22px;
}

/* Divider. */
section.section {
  justify-content: center;
}

section.section h1 {
  max-width: 960px;
  font-size: 56px;
  line-height: 1.28;
}

section.section h1 + p {
  max-width: 860px;
  color: var(--grey);
}

section.section > p.sources {
  position: absolute;
  left: 80px;
  bottom: 40px;
}

/* Tiles: figures set very large, each with a small label. */
section.tiles ul {
  display: grid;
  grid-template-columns: repeat(3, minmax(0, 1fr));
  gap: 38px 48px;
  padding: 0;
}

section.tiles h1 + ul {
  margin-top: 36px;
}

section.tiles li {
  margin: 0;
  padding-top: 14px;
  border-top: 1px solid var(--ink);
  color: var(--grey);
  font-size: 20px;
  line-height: 1.5;
}

section.tiles li::before {
  content: none;
}

section.tiles li strong {
  display: block;
  margin-bottom: 2px;
  color: var(--ink);
  font-family: "Noto Serif TC", serif;
  font-size: 60px;
  line-height: 1.25;
}

section.tiles ul + p {
  margin-top: 32px;
}

/* Columns. */
.columns {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(0, 1fr));
  grid-auto-columns: minmax(0, 1fr);
  grid-auto-flow: column;
  column-gap: 72px;
}

section.columns h1 + .columns {
  margin-top: 40px;
}

.columns h2 {
  font-family: inherit;
  font-size: 22px;
  line-height: 1.4;
  text-wrap: wrap;
}

.columns > div > :is(h2, h3):first-child {
  margin-bottom: 20px;
  padding-top: 12px;
  border-top: 1px solid var(--ink);
}

.columns :is(h2, h3):not(:first-child) {
  margin-top: 28px;
  margin-bottom: 12px;
}

/* Quotation. */
section.quote blockquote {
  max-width: 980px;
  padding-left: 36px;
  border-left: 4px solid var(--ink);
  font-family: "Noto Serif TC", serif;
  font-size: 38px;
  font-weight: 700;
  line-height: 1.5;
}

section.quote blockquote + p {
  margin-top: 24px;
  padding-left: 40px;
  color: var(--grey);
  font-size: 20px;
}

/* Appendix: denser. */
section.appendix {
  font-size: 19px;
  line-height: 1.5;
}

section.appendix h1 {
  font-size: 30px;
}

section.appendix h1 + * {
  margin-top: 18px;
}

section.appendix table {
  font-size: 15px;
  line-height: 1.4;
}

section.appendix th,
section.appendix td {
  min-width: 6em;
  padding: 5px 14px 5px 0;
}

section.appendix th {
  padding-top: 0;
  font-size: 15px;
}

section.appendix :is(th, td):first-child {
  min-width: 0;
}

section.appendix :is(th, td):last-child {
  padding-right: 0;
  white-space: nowrap;
}

section.appendix li + li {
  margin-top: 8px;
}

/* Latin quotation marks are full-width in a Chinese font; English takes the proportional ones. */
section:lang(en) {
  font-variant-east-asian: proportional-width;
}

/* The same words take more room in English. */
section:lang(en) {
  font-size: 24px;
}

section:lang(en) .tie {
  white-space: nowrap;
}

section.appendix:lang(en) {
  font-size: 18px;
}

section.appendix:lang(en) table {
  font-size: 14px;
  line-height: 1.36;
}

section.appendix:lang(en) :is(th, td) {
  padding-top: 4px;
  padding-bottom: 4px;
}

/* Code, pictures and formulas, as any Markdown has them. */
pre {
  padding: 16px 20px;
  border: 1px solid var(--rule);
  font-size: 20px;
  line-height: 1.5;
  white-space: pre-wrap;
}

img {
  max-width: 100%;
}

section > header img,
section > footer img {
  max-height: 24px;
  vertical-align: middle;
  object-fit: contain;
}

section.lead {
  justify-content: center;
  text-align: center;
}

section.invert {
  --paper: #1c1a17;
  --ink: #fbf9f4;
  --grey: #b9b3a8;
  --rule: #4a463f;
}
`;

/**
 * What a theme of Marp's needs to show figures with their sources in a deck, whose fonts are embedded: it is set in
 * these, and in none that a machine may have or lack.
 */
export const onMarpTheme = (name: string) => `/*
 * @theme ${name}-deck
 * @auto-scaling true
 */
@import "${name}";

:root {
  --paper: #fbf9f4;
  --ink: #1c1a17;
  --accent: #c4341a;
  --grey: #68635b;
  --grey-mid: #8d877d;
  --grey-light: #cdc7bb;
  --rule: #ddd7cb;
}

section,
section :is(h1, h2, h3, h4, h5, h6, p, li, table, blockquote, header, footer, pre, code) {
  font-family: "Noto Sans TC", sans-serif;
}

section > :is(header, footer),
section::after {
  color: inherit;
}

section > p.sources {
  font-size: 16px;
  line-height: 22px;
  opacity: 0.75;
}

span.chart {
  display: block;
  line-height: 0;
}

span.chart svg {
  max-width: 100%;
  height: auto;
}
`;
