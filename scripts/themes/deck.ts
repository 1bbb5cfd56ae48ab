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
  --tint: #f1ebdf;
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
h2,
h3 {
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

/* A row whose first cell is bold stands out. */
tr:has(> td:first-child > strong:only-child) > td {
  background: var(--tint);
  box-shadow: 0 0 0 100vmax var(--tint);
  clip-path: inset(0);
}

/* A roomy table, over the height of the page. */
section.table table {
  flex: 0 1 auto;
}

section.table :is(th, td) {
  padding-right: 32px;
}

section.table td {
  padding-top: 15px;
  padding-bottom: 15px;
}

section.table :is(th, td):last-child {
  padding-right: 0;
}

/* Agenda: what comes, over the height of the page. */
section.agenda h1 + :is(ul, ol) {
  display: grid;
  flex: 1;
  grid-auto-rows: minmax(0, 1fr);
  margin-top: 40px;
  padding: 0;
  list-style: none;
}

section.agenda h1 + :is(ul, ol):has(> li:nth-child(7)) {
  grid-auto-flow: column;
  grid-auto-columns: minmax(0, 1fr);
  grid-template-rows: repeat(4, minmax(0, 1fr));
  column-gap: 64px;
}

section.agenda h1 + :is(ul, ol):has(> li:nth-child(9)) {
  grid-template-rows: repeat(5, minmax(0, 1fr));
}

section.agenda h1 + :is(ul, ol):has(> li:nth-child(11)) {
  grid-template-rows: repeat(6, minmax(0, 1fr));
}

section.agenda li {
  margin: 0;
  padding-top: 14px;
  border-top: 1px solid var(--rule);
  color: var(--grey);
  font-size: 20px;
  line-height: 1.5;
}

section.agenda li::before {
  content: none;
}

section.agenda li > strong {
  display: block;
  color: var(--ink);
  font-family: "Noto Serif TC", serif;
  font-size: 24px;
  line-height: 1.4;
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

section > p:has(> span.chart) + p:not(.sources) {
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
  --paper: #1c1a17;
  --ink: #fbf9f4;
  --grey: #b9b3a8;
  --rule: #4a463f;
  padding-top: 250px;
}

section.section h1 {
  max-width: 1000px;
  padding-top: 26px;
  border-top: 4px solid var(--ink);
  font-size: 58px;
  line-height: 1.28;
}

section.section h1 + p {
  max-width: 860px;
  font-size: 27px;
}

section.section p {
  color: var(--grey);
}

/* Tiles: figures set very large, each with a small label. */
section.tiles ul {
  display: grid;
  grid-template-columns: repeat(3, 1fr);
  gap: 44px 48px;
  padding: 0;
}

section.tiles h1 + ul {
  margin-top: 44px;
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
  font-size: 54px;
  line-height: 1.25;
}

/* Columns: each under a rule, its points in rows. */
.columns h2 {
  font-size: 22px;
  line-height: 1.4;
}

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

.columns > div > :is(h2, h3):first-child {
  padding: 12px 0;
  border-top: 1px solid var(--ink);
}

.columns :is(h2, h3):not(:first-child) {
  margin-top: 26px;
  padding-bottom: 8px;
}

section.columns:not(.appendix) .columns > div > ul {
  padding: 0;
}

section.columns:not(.appendix) .columns > div > ul > li {
  margin: 0;
  padding: 12px 0;
  border-top: 1px solid var(--rule);
}

section.columns:not(.appendix) .columns > div > ul > li::before {
  content: none;
}

/* A chart beside words. */
section.beside .columns {
  grid-auto-flow: row;
  grid-template-columns: 680px minmax(0, 1fr);
  column-gap: 56px;
}

section.beside .columns > div:last-child {
  align-self: center;
}

section.beside li + li {
  margin-top: 18px;
}

/* Two things held against each other, each with its figure. */
section.compare .columns {
  grid-auto-columns: 1fr;
  column-gap: 0;
}

section.compare h1 + .columns {
  margin-top: 40px;
}

section.compare .columns > div {
  padding-right: 56px;
}

section.compare .columns > div + div {
  padding-left: 56px;
  padding-right: 0;
  border-left: 1px solid var(--rule);
}

section.compare .columns > div > :is(h2, h3):first-child {
  padding: 0;
  border: 0;
  color: var(--grey);
}

section.compare .columns > div > p > strong:only-child {
  display: block;
  margin: 4px 0 20px;
  color: var(--ink);
  font-family: "Noto Serif TC", serif;
  font-size: 64px;
  line-height: 1.25;
}

section.compare .columns > div:first-child > p > strong:only-child {
  color: var(--accent);
}

section.compare .columns > div > ul {
  padding: 0;
}

section.compare .columns > div > ul > li {
  margin: 0;
  padding: 11px 0;
  border-top: 1px solid var(--rule);
}

section.compare .columns > div > ul > li::before {
  content: none;
}

/* One figure, set very large. */
section.big h1 + p > strong:first-child {
  display: block;
  margin: 30px 0 8px;
  color: var(--accent);
  font-family: "Noto Serif TC", serif;
  font-size: 190px;
  line-height: 1.15;
}

section.big h1 + p {
  margin-top: 0;
  font-size: 28px;
}

/* Quotation. */
section.quote blockquote {
  max-width: 1080px;
  margin-top: auto;
  padding-left: 40px;
  border-left: 4px solid var(--accent);
  font-family: "Noto Serif TC", serif;
  font-size: 44px;
  font-weight: 700;
  line-height: 1.5;
  text-wrap: balance;
}

section.quote blockquote + p {
  margin-top: 30px;
  margin-bottom: auto;
  padding-left: 44px;
  color: var(--grey);
  font-size: 22px;
}

/* What follows from a slide, at the foot of its body. */
section:is(.agenda, .table, .columns, .compare, .beside, .tiles, .big) > p:has(+ p.sources) {
  margin-top: auto;
  padding-top: 18px;
}

section:is(.agenda, .table, .columns, .compare, .beside, .tiles, .big) > p:has(+ p.sources) + p.sources {
  margin-top: 0;
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
  font-size: 16px;
  line-height: 1.45;
}

section.appendix th,
section.appendix td {
  min-width: 6em;
  padding: 5px 14px 5px 0;
}

section.appendix th {
  padding-top: 0;
  font-size: inherit;
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

/* The same words take more room in letters than in Han, kana and Hangul. */
section:not(:lang(zh), :lang(ja), :lang(ko)) {
  font-size: 24px;
}

section:not(:lang(zh), :lang(ja), :lang(ko)) .tie {
  white-space: nowrap;
}

section.appendix:not(:lang(zh), :lang(ja), :lang(ko)) {
  font-size: 18px;
}

section.appendix:not(:lang(zh), :lang(ja), :lang(ko)) table {
  font-size: 14px;
  line-height: 1.36;
}

section.appendix:not(:lang(zh), :lang(ja), :lang(ko)) :is(th, td) {
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
`;

/** What is set beside a theme of Marp's, so that it shows figures with their sources. */
export const besideMarpTheme = `section,
section :is(h1, h2, h3, h4, h5, h6, p, li, table, blockquote, header, footer, pre, code) {
  font-family: "Noto Sans TC", sans-serif;
}

section > :is(header, footer),
section::after {
  color: inherit;
}

section:not(:lang(zh), :lang(ja), :lang(ko)) .tie {
  white-space: nowrap;
}

section > p.sources {
  font-size: 16px;
  line-height: 22px;
  opacity: 0.9;
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
