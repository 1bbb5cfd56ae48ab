/** What REFERENCE.md says of a rule: one sentence, input that breaks it, and the mend. */
interface RuleFacts {
  says: string;
  example: string;
  mend: string;
}

/** Every rule that a problem may name. A new one gets its line here; REFERENCE.md is made from it. */
export const rules = {
  'as-of-after-date': {
    says: 'No dataset is newer than the day of the decks.',
    example: '`"asOf": "2025-10-16"` where decks.yaml says `date: 2025-10-15`',
    mend: 'Mend the `asOf`, or the `date`.',
  },
  'bad-value': {
    says: 'A model gives values that a deck can show.',
    example: '`a / b` where `b` is 0',
    mend: '`a / nullif(b, 0)` gives an empty cell.',
  },
  'bent-scale': {
    says: 'Bars, areas and arcs are as long as their values, so their scales are linear.',
    example: '`"mark": "bar"` with `"scale": {"type": "log"}`',
    mend: 'Use a linear scale, or a point or a line.',
  },
  browser: {
    says: 'The browser that prints must answer.',
    example: 'a machine without memory for it',
    mend: 'Build again; give more memory, or another browser in `CHROME_PATH`.',
  },
  'cell-in-markup': {
    says: 'A cell is text, never part of a tag.',
    example: '`<span {{ row.label }}>`',
    mend: 'Put quotes around the attribute: `title="{{ row.label }}"`.',
  },
  check: {
    says: 'A query in `data/checks/` returns no row.',
    example: '`SELECT * FROM sales WHERE revenue < 0` with a month below nothing',
    mend: 'Mend the data, or the check.',
  },
  'column-order': {
    says: 'A CSV file has its columns in the order of the schema.',
    example: 'the header `label,id` for the fields `id`, `label`',
    mend: 'Write the columns in the order of the fields.',
  },
  constraint: {
    says: 'Cells keep the `constraints` of their field, and these make sense.',
    example: '`"minimum": 0` and a cell of `-3`',
    mend: 'Mend the cell, or the constraint.',
  },
  'cut-label': {
    says: 'No text of a chart is cut short.',
    example: 'an axis label of 500 px under a `labelLimit` of 420',
    mend: 'Shorten the text, or raise its limit in the chart theme.',
  },
  database: {
    says: 'A table of a database says where it is and what to ask, without a password, and its server answers.',
    example: '`"path": "postgres://me:secret@host/db"`',
    mend: 'Take the password out: it is read from `PGPASSWORD` or `~/.pgpass`.',
  },
  'dataset-format': {
    says: 'A dataset is in a format that tieout reads.',
    example: '`"path": "sales.ods"`',
    mend: 'Save it in a format of the [keys](#datadatapackagejson), or say its `format`.',
  },
  duplicate: {
    says: 'A `unique` field repeats no value.',
    example: '`A` twice in a field with `"unique": true`',
    mend: 'Make the value unique.',
  },
  'duplicate-field': {
    says: 'Two fields of a table have two names, also without regard to case.',
    example: '`Amount` beside `amount`',
    mend: 'Rename one.',
  },
  'duplicate-key': {
    says: 'A `primaryKey` names each row once.',
    example: 'two rows with the key `2025-01`',
    mend: 'Make the key unique, or remove a row.',
  },
  'duplicate-table': {
    says: 'Two tables have two names.',
    example: 'a dataset `sales` and `data/sales.sql`',
    mend: 'Rename one.',
  },
  'empty-chart': {
    says: 'A chart draws something.',
    example: 'a filter that no row passes',
    mend: 'Mend the filter, or leave the chart out.',
  },
  'empty-slide': {
    says: 'A slide shows something.',
    example: 'two `---` with nothing between them',
    mend: 'Write something on it, or take out its `---`.',
  },
  'empty-table': {
    says: 'A table that is drawn has rows.',
    example: 'a CSV file with a header alone',
    mend: 'Give it rows, or leave the chart out.',
  },
  'empty-value': {
    says: 'No mark, sum, bin or expression of a chart stands on an empty cell.',
    example: 'a bar for a row whose value is missing',
    mend: 'Fill the cell, or filter the row out.',
  },
  encoding: {
    says: 'A text file is text in the encoding that it says.',
    example: 'Big5 without `"encoding": "big5"`',
    mend: 'Say the `encoding`, or save the file as UTF-8.',
  },
  'enlarged-picture': {
    says: 'No picture is drawn larger than its own pixels.',
    example: '`![w:900](logo.png)` of 200 px',
    mend: 'Use a larger picture, or show it smaller.',
  },
  'error-cell': {
    says: 'A cell of a workbook holds a value.',
    example: '`#REF!`, or a formula that was saved without a value',
    mend: 'Mend the formula, and save the workbook.',
  },
  'extra-cell': {
    says: 'No row has more cells than there are columns.',
    example: '`a,1,2` under `name,value`',
    mend: 'Quote a cell that holds the separator, or remove the extra one.',
  },
  'extra-column': {
    says: 'Each column of a file is a field of the schema.',
    example: 'a column `colour` that is not declared',
    mend: 'Declare it, or take it out.',
  },
  'faint-mark': {
    says: 'What a chart draws stands out from what it stands on by 3:1, or has an outline that does.',
    example: 'bars in `#cdc7bb` on paper',
    mend: 'Draw them darker, or outlined; `"aria": false` for what only decorates.',
  },
  'file-size': {
    says: 'A text dataset is at most 512 MB.',
    example: 'a CSV file of a gigabyte',
    mend: 'Write it as Parquet, or keep fewer rows.',
  },
  font: {
    says: 'What `fonts` names is a TTF or OTF file of the project, or an installed npm package of such, and may be embedded.',
    example: '`fonts: ["@fontsource/inter"]`, which holds WOFF alone',
    mend: 'Name `@expo-google-fonts/inter` and install it, as the message says.',
  },
  'foreign-font': {
    says: 'Text is set in a font of the deck, on screen as in print.',
    example: '`font-family: Georgia, serif`',
    mend: 'Name a font of the deck first, or add it to `fonts` in slides/decks.yaml.',
  },
  'foreign-key': {
    says: 'A cell of a foreign key is a key of the table that it refers to.',
    example: 'the region `XX`, which `regions` does not have',
    mend: 'Mend the cell, or add the row.',
  },
  format: {
    says: 'A cell is written in a way that fits its unit.',
    example: '`"formatType": "percent"` on a field in `USD bn`',
    mend: 'Leave the format out: the unit decides.',
  },
  formula: {
    says: 'A formula on a slide can be set, and states no figure.',
    example: '`$\\frac{1}{$`',
    mend: 'Mend the TeX; put a figure beside the formula.',
  },
  hash: {
    says: 'A file has the `hash` that its entry gives.',
    example: 'a file that was changed after it was described',
    mend: 'Bring the file back, or mend the `hash`.',
  },
  'image-mark': {
    says: 'A chart shows no pictures.',
    example: '`"mark": "image"`',
    mend: 'Put the picture on the slide.',
  },
  inexact: {
    says: 'A number keeps all of its digits.',
    example: '`9007199254740993` as an integer',
    mend: 'Keep it as a string, or in a larger unit.',
  },
  'invalid-config': {
    says: 'A key has a value of the kind that it takes.',
    example: '`slides: 01.md`, which is no list',
    mend: 'See the keys above: `slides: [01.md]`.',
  },
  'invalid-spec': {
    says: 'A chart is valid Vega-Lite.',
    example: '`"axes"` for `"axis"`',
    mend: 'Use the name that the message tells.',
  },
  'label-collision': {
    says: 'No label of a chart stands on another one, or on a line.',
    example: 'a label in the way of a gridline',
    mend: 'Move it by `dx` and `dy`, or draw no gridlines there.',
  },
  limit: {
    says: 'What is made stays within the limits of SECURITY.md.',
    example: 'a loop of a million turns',
    mend: 'Make less of it, or split the deck.',
  },
  link: {
    says: 'A link in a chart leads to a page.',
    example: '`"href": "javascript:..."`',
    mend: 'Begin it with `https://`, `http://` or `mailto:`.',
  },
  liquid: {
    says: 'Liquid on slides and in charts can be carried out.',
    example: '`{{ sales.total | money }}` of an empty cell',
    mend: 'Do what the message says; guard an empty cell with `{% if %}`.',
  },
  'long-cell': {
    says: 'A cell has at most 100,000 characters.',
    example: 'a quotation mark that is not closed',
    mend: 'Close it, or shorten the cell.',
  },
  'low-contrast': {
    says: 'Text stands out from its ground by 4.5:1, large text by 3:1; on a picture or a gradient by all but a twentieth of the pixels under it. On a picture it is told, and stops no build.',
    example: '`color: #aaa` on paper',
    mend: 'Set it darker, or its ground lighter; put a scrim between it and a picture: `background: rgba(0, 0, 0, .6)`.',
  },
  malformed: {
    says: 'A file keeps the grammar of its kind: CSV, JSON, YAML, SQL, CSS.',
    example: '`{"a": 1,}`',
    mend: 'Mend the text at that place.',
  },
  'map-shapes': {
    says: 'The file of a map holds shapes and their names.',
    example: 'a GeoJSON file with figures in its properties',
    mend: 'Keep the figures in a dataset, joined by the name.',
  },
  marp: {
    says: 'Marp CLI can render the deck.',
    example: 'Markdown on which it fails',
    mend: 'Leave out slides until it renders; the last one is the cause.',
  },
  'merged-cells': {
    says: 'The cells of a table in a workbook are not merged.',
    example: '`B2:B4` merged within the range',
    mend: 'Part them, and write the value into each.',
  },
  'missing-cell': {
    says: 'Each row has a cell for each column.',
    example: '`a` under `name,value`',
    mend: 'Write `a,` for an empty one.',
  },
  'missing-column': {
    says: 'Each field of the schema is a column of the file.',
    example: 'no column for the field `costs`',
    mend: 'Add it, or take the field out.',
  },
  'missing-dataset': {
    says: 'The file of a dataset is there.',
    example: '`"path": "slaes.csv"`',
    mend: 'Add the file, or mend the path.',
  },
  'missing-file': {
    says: 'A file that something names is there.',
    example: '`slides: [07-plan.md]` without such a file',
    mend: 'Add it, or mend the name.',
  },
  'missing-image': {
    says: 'A picture that a slide shows is there.',
    example: '`![Logo](logo.png)` without such a file',
    mend: 'Mend the path, which begins at the slide.',
  },
  'missing-words': {
    says: 'A chart has words in the language of each deck that shows it.',
    example: '`usermeta.words` with `en` alone in a deck in `zh-Hant`',
    mend: 'Add `usermeta.words.zh-Hant`.',
  },
  'model-cycle': {
    says: 'Models do not read each other in a circle.',
    example: '`a.sql` reads `b`, `b.sql` reads `a`',
    mend: 'Take one of these reads out.',
  },
  'no-alternative': {
    says: 'A picture has words for those who do not see it.',
    example: '`![](map.png)`',
    mend: 'Write `![what it shows](map.png)`.',
  },
  'no-date': {
    says: 'Where datasets may grow stale, the decks have a day.',
    example: '`staleAfterDays` without `date` in decks.yaml',
    mend: 'Write `date`, or give `--date`.',
  },
  'no-decks': {
    says: 'A project lists its decks.',
    example: 'a folder without slides/decks.yaml',
    mend: 'Write it, or begin with `tieout init`.',
  },
  'no-project': {
    says: 'The folder of the project is there.',
    example: '`tieout build --root nowhere`',
    mend: 'Give the folder of a project.',
  },
  'no-title': {
    says: 'A slide has a title.',
    example: 'a slide that begins with a list',
    mend: 'Begin it with `# what it says`.',
  },
  'not-built': {
    says: '`open` opens what is built.',
    example: '`tieout open` in a new project',
    mend: 'Run `tieout build` first.',
  },
  'not-repeatable': {
    says: 'A query gives the same each time.',
    example: '`SELECT now()`, or `LIMIT 3` without `ORDER BY`',
    mend: 'Take the value from a dataset; sort the rows.',
  },
  'other-label': {
    says: 'A label of a scale says its own value.',
    example: 'a `labelExpr` that swaps two names',
    mend: 'Show the field that the scale has.',
  },
  'outside-chart': {
    says: 'Each text of a chart stands in its picture.',
    example: 'a label 40 px right of the last bar, and 6 px of padding',
    mend: 'Give the chart more padding, or end its scale before the edge: `"range": [0, { "expr": "width - 80" }]`.',
  },
  'outside-project': {
    says: 'A project reads its own files.',
    example: '`"path": "/etc/hosts"`',
    mend: 'Copy the file into the project.',
  },
  overflow: {
    says: 'What a slide says has room on it.',
    example: 'ten list items at 25 px',
    mend: 'Say it in fewer words, split the slide, or make room in the theme.',
  },
  overlap: {
    says: 'No text stands on another one, or on a chart.',
    example: 'two paragraphs set in one place by a style',
    mend: 'Move one of them, or say it in fewer words.',
  },
  query: {
    says: 'The query of a table of a database runs, and only reads.',
    example: '`SELECT nothing FROM flows`',
    mend: 'Mend the query.',
  },
  'query-failed': {
    says: 'DuckDB can run the query.',
    example: '`SELECT revnue FROM sales`',
    mend: 'Do what DuckDB says below it.',
  },
  'query-limit': {
    says: 'A query ends within 60 s and 4 GB, a model within 250,000 rows.',
    example: 'a join of everything with everything',
    mend: 'Filter or aggregate earlier.',
  },
  required: {
    says: 'A `required` field has no empty cell.',
    example: '`2025-01,,40` with `"required": true`',
    mend: 'Fill the cell.',
  },
  'sent-record': {
    says: 'A record in slides/since/ is one that tieout wrote.',
    example: 'a file that was edited',
    mend: 'Make it anew with `tieout diff <the deck you sent> --slide`, or delete it.',
  },
  'skipped-heading': {
    says: 'No level of headings is left out.',
    example: '`###` right below `#`',
    mend: 'Write `##`.',
  },
  'small-text': {
    says: 'Text is at least 16 px high, 12 px in an appendix and at the edges.',
    example: 'a table in 14 px on a slide of the body',
    mend: 'Set it larger, or make the chart as wide as it stands on the slide.',
  },
  snapshot: {
    says: 'A table of a database has been fetched, by the query that its entry has now.',
    example: 'a query that was changed since',
    mend: '`npx tieout refresh`.',
  },
  'stale-dataset': {
    says: 'No dataset is older than its `staleAfterDays`.',
    example: 'figures of January, stale after 90 days, in a deck of June',
    mend: 'Bring it up to date, or set `allowStale: true` for the deck.',
  },
  'style-text': {
    says: 'A style states no number.',
    example: '`content: "9.9"`, or a counter',
    mend: 'Write the text on the slide, where a number quotes its cell.',
  },
  system: {
    says: 'The system gives what a build needs.',
    example: 'a file without the right to read it',
    mend: 'Do what the message says.',
  },
  theme: {
    says: 'A theme names itself.',
    example: 'a theme.css without `@theme`',
    mend: 'Begin it with `/* @theme mine */`.',
  },
  'too-deep': {
    says: 'Nothing is nested more than 200 deep.',
    example: 'a thousand brackets',
    mend: 'Nest it less.',
  },
  'too-large': {
    says: 'A file can be worked with at once.',
    example: 'a slide of 5 MB',
    mend: 'Make it smaller, or split it.',
  },
  'torn-figure': {
    says: 'No figure is torn by the end of a line.',
    example: '`1.2 / billion` in two lines',
    mend: 'Say it in fewer words, or set it in one line.',
  },
  'two-roundings': {
    says: 'One deck rounds a figure in one way.',
    example: '`{{ growth.rate | percent: 0 }}` here, `{{ growth.rate | percent: 1 }}` there',
    mend: 'Write it with the same filter and decimals everywhere.',
  },
  'typed-scale': {
    says: 'The span of a scale comes from the data.',
    example: '`"scale": {"domainMax": 1000}`',
    mend: 'Leave it out, or quote a cell: `"{{ limits.most | show }}"`.',
  },
  'typed-unit': {
    says: 'A unit comes with its cell.',
    example: '`{{ growth.multiple }}x`',
    mend: '`{{ growth.multiple | times }}`',
  },
  'uncovered-character': {
    says: 'A font of the deck has each character.',
    example: '`서울` without a Korean font',
    mend: 'Do what the message says: `npm i @expo-google-fonts/noto-sans-kr`, and `fonts: ["@expo-google-fonts/noto-sans-kr"]` in slides/decks.yaml.',
  },
  'uncovered-section': {
    says: 'A deck with `covers` claims each section.',
    example: 'no slide file with `section: outlook`',
    mend: 'Write it in the front matter of the file that covers it.',
  },
  'undeclared-dataset': {
    says: 'A chart draws declared datasets.',
    example: '`"data": {"url": "hand.csv"}`',
    mend: 'Declare the file; the message has the entry.',
  },
  'unknown-chart': {
    says: 'A chart that a slide shows is there.',
    example: '`![Sales](../charts/slaes.vl.json)`',
    mend: 'Use the nearest name, which the message tells.',
  },
  'unknown-colour': {
    says: 'A colour of a chart is one of the theme.',
    example: '`"var(--acent)"`',
    mend: 'Use the nearest name, or give one for themes without: `"var(--accent, #c4341a)"`.',
  },
  'unknown-deck': {
    says: 'A deck that is named is in decks.yaml.',
    example: '`tieout build investr.en`',
    mend: 'Use the nearest name, which the message tells.',
  },
  'unknown-field': {
    says: 'A field that is named is there.',
    example: '`{{ sales.first.revnue }}`',
    mend: 'Use the nearest name, which the message tells.',
  },
  'unknown-filter': {
    says: 'A filter that is named is there.',
    example: '`{{ cell | dollars }}`',
    mend: 'Use one of the [filters](#filters).',
  },
  'unknown-format': {
    says: 'The format of a chart is a way to write cells, or one of d3.',
    example: '`"formatType": "pounds"`',
    mend: 'Leave it out: the unit decides.',
  },
  'unknown-key': {
    says: 'A key of a config file has a meaning.',
    example: '`titel: Sales`',
    mend: 'Use the nearest key, which the message tells.',
  },
  'unknown-picture': {
    says: 'A picture has a format that browsers show.',
    example: '`![Plan](plan.tiff)`',
    mend: 'Save it as PNG, JPEG, GIF, WebP or SVG.',
  },
  'unknown-section': {
    says: 'A `section` is a key of the table that the deck covers.',
    example: '`section: outlok`',
    mend: 'Use the nearest key, which the message tells.',
  },
  'unknown-table': {
    says: 'A table that is named is there.',
    example: '`{{ slaes.first.revenue }}`',
    mend: 'Use the nearest name; `tieout tables` lists them.',
  },
  'unknown-theme': {
    says: 'A theme that is named is there.',
    example: '`theme: gaja`',
    mend: 'Use a file in slides/, or a name that the message tells.',
  },
  'unsafe-link': {
    says: 'A link leads to a page of the web, a mailbox or a heading.',
    example: '`[Notes](file:///notes.txt)`',
    mend: 'Link to `https://`, `mailto:` or `#a-heading`.',
  },
  'unsafe-markup': {
    says: 'HTML on slides holds text, lists, tables, figures and drawings.',
    example: '`<script>`',
    mend: 'Write it in Markdown.',
  },
  'unsafe-picture': {
    says: 'A picture fetches nothing, runs nothing and states no number.',
    example: 'an SVG with a script, or with the text "9.9"',
    mend: 'Take it out; write the text on the slide.',
  },
  'unsafe-style': {
    says: 'A style fetches nothing and moves no text away.',
    example: '`@import "https://..."`',
    mend: 'Leave it out.',
  },
  unsourced: {
    says: 'A table whose figures a slide shows has a source and a day.',
    example: 'an entry without `asOf`',
    mend: 'Add `asOf` and `sources` to its entry.',
  },
  'unsourced-numeral': {
    says: 'Each numeral on the finished page has a source.',
    example: 'an attribute that shows a number in print',
    mend: 'Quote a cell, or mark a name as a literal.',
  },
  'untied-number': {
    says: 'A number comes from a cell, not from a hand.',
    example: '`Revenue grew by 36%`',
    mend: '`Revenue grew by {{ summary.growth | percent }}`; for a name, `literals` or `{{ "Route 66" | literal }}`.',
  },
  'untraced-value': {
    says: 'A field of a model is computed from cells.',
    example: '`SELECT 0.07 AS rate`',
    mend: 'Put the value into a dataset of assumptions, and read it from there.',
  },
  unwritable: {
    says: 'The output can be written.',
    example: '`--out` in a folder without the right to write',
    mend: 'Make it writable, or give another.',
  },
  vega: {
    says: 'Vega draws the chart without a warning that matters.',
    example: 'a channel that a mark has not',
    mend: 'Do what the message says.',
  },
  'wrong-type': {
    says: 'A cell is of the type of its field.',
    example: '`n/a` in a field of numbers',
    mend: 'Leave it empty, or list it in `missingValues`.',
  },
} as const satisfies Record<string, RuleFacts>;

/** The name of a rule: add a new one to {@link rules}, with its sentence, an example and the mend. */
export type Rule = keyof typeof rules;
