import { Liquid } from 'liquidjs';
import { format, ways } from '../quotes/formats.ts';
import { wordedLanguages } from '../quotes/languages/index.ts';
import { Ledger } from '../quotes/ledger.ts';
import { makeEngine } from '../quotes/liquid.ts';
import { type Rule, rules } from '../rules.ts';
import { deckTheme } from '../themes/deck.ts';
import { filters, layouts, units, usermeta } from './lists.ts';
import { type JsonSchema, keysOf, schemaOf } from './schemas.ts';

/** The files that are made from the code's own schemas and lists, by path. */
export function referenceFiles(): Record<string, string> {
  // For editors alone, so in one line: indentation would be a quarter of what travels.
  const schema = (kind: 'decks' | 'datapackage' | 'language') => `${JSON.stringify(schemaOf(kind))}\n`;
  return {
    'REFERENCE.md': makeReference(),
    'schemas/decks.json': schema('decks'),
    'schemas/datapackage.json': schema('datapackage'),
    'schemas/language.json': schema('language'),
  };
}

const liquids = Object.keys(new Liquid().filters);
const isWay = (name: string) => (ways as readonly string[]).includes(name);

/** The filters that slides have beside Liquid's own, or in the place of one. */
export const ownFilters = (): string[] =>
  Object.keys(makeEngine('en', new Ledger(), '.', []).filters).filter((name) => isWay(name) || !liquids.includes(name));

/** The layouts of the default theme: classes of a slide. */
export const ownLayouts = (): string[] => [...new Set([...deckTheme.matchAll(/section\.([a-z]+)/g)].map(([, name]) => name as string))];

function makeReference(): string {
  return `# Reference

Made from the code's own schemas and lists by \`npm run reference\`; a test fails when it is stale. Words stand in the
schemas, in \`scripts/reference/lists.ts\` and in \`scripts/rules.ts\`.

## slides/decks.yaml

${keyTable(keysOf('decks'))}

Editors complete the keys with \`# yaml-language-server: $schema=../node_modules/tieout/schemas/decks.json\` on the first line.
Languages: ${wordedLanguages.map(code).join(', ')}.

## slides/languages/*.yaml

The words of the language that names the file: one that tieout has no words in (\`pl.yaml\`), or others in the place of its own; each may be left out. What stands in
braces is put in, and must stand in the other language too. Editors complete the keys with
\`# yaml-language-server: $schema=../../node_modules/tieout/schemas/language.json\` on the first line.

${table(
  ['key', 'what it is'],
  keysOf('language').map(({ path, says }) => [code(path), says]),
)}

## data/datapackage.json

A [Data Package](https://datapackage.org). Editors complete the keys with \`"$schema": "../node_modules/tieout/schemas/datapackage.json"\`.

${keyTable(keysOf('datapackage'))}

## The comment of a model

YAML in the comment on top of \`data/<name>.sql\`, and of a check in \`data/checks/\`.

${keyTable(keysOf('model'))}

## Front matter of slides

${keyTable(keysOf('frontMatter'))}

## usermeta of a chart

${table(
  ['key', 'what it is'],
  Object.entries(usermeta).map(([name, says]) => [code(name), says]),
)}

## Filters

\`{{ cell | filter: argument }}\`. \`money\`, \`percent\`, \`times\` and \`count\` refuse a cell of another unit.

${table(
  ['filter', 'what it writes'],
  ownFilters().map((name) => [code(name), filters[name] ?? '']),
)}

Liquid's own filters work on texts, lists and rows: ${liquids
    .filter((name) => !isWay(name))
    .sort()
    .map(code)
    .join(', ')}. What they make
of a cell is printed only where it keeps the cell whole; a number that they compute comes from no cell, and is refused.

## Units

${table(
  ['unit', 'of a cell', ...wordedLanguages, 'for'],
  units.map(([unit, cell, says]) => [code(unit), String(cell), ...shown(unit, cell), says]),
)}

Money takes \`k\`, \`m\`, \`bn\` or \`tn\` after its currency. Any other unit names what is counted, and the sentence around it says so.

## Layouts

${table(
  ['class', 'what it is for'],
  Object.entries(layouts).map(([name, says]) => [code(name), says]),
)}

## Rules

What stops a build, by the name in brackets at the end of a message.

${(Object.keys(rules) as Rule[]).map(ruleText).join('\n\n')}
`;
}

const code = (text: string) => `\`${text}\``;

/** A unit as each language writes it. */
const shown = (unit: string, value: number) => wordedLanguages.map((language) => format({ value, unit, type: 'number' }, 'show', language));

function ruleText(name: Rule): string {
  const { says, example, mend } = rules[name];
  return `### ${name}\n\n${says} Refused: ${example}. ${mend}`;
}

const keyTable = (keys: ReturnType<typeof keysOf>) =>
  table(
    ['key', 'takes', 'what it is'],
    keys.map(({ path, schema, isRequired, says }) => [code(path), `${takes(schema)}${isRequired ? ', required' : ''}`, says]),
  );

/** What a key takes, in words. */
function takes(schema: JsonSchema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(takes))].join(' or ');
  if (schema.enum) return schema.enum.map((each) => code(String(each))).join(', ');
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.items) return `list of ${takes(schema.items)}`;
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  if (schema.type === 'object') return 'mapping';
  return schema.type === 'string' ? 'text' : (schema.type ?? 'anything');
}

/** A table in Markdown. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((each) => each.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
