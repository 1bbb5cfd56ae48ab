import type { LoadedTable } from '../data/tables.ts';
import type { Problem } from '../problems.ts';
import { withoutMarks } from '../quotes/ledger.ts';
import { findNumbers } from '../quotes/numbers.ts';
import type { Drawing } from './drawing.ts';
import { pathOfView } from './losses.ts';
import { linesOf, type SceneItem, type SceneMark } from './scene.ts';
import { nodes, pathOfKey, specProblem } from './spec.ts';

/** What a drawn chart says: texts that a scale of tied values gives, and problems of the numbers that come from nowhere. */
interface Reading {
  /** As shown, without repeats, in the order of the picture. */
  ticks: string[];
  problems: Problem[];
}

type Kind = 'tick' | 'header' | 'title' | 'mark';

/** Where the words of each kind may come from in a spec, the likeliest first. */
const origins: Record<Kind, readonly string[]> = {
  tick: ['labelExpr', 'domain', 'calculate'],
  header: ['labelExpr', 'calculate'],
  title: ['expr', 'title', 'subtitle', 'text'],
  mark: [],
};

const fixes: Record<Kind, string> = {
  tick: 'let the axis show what its scale says, or name a field: compute the value in a data/*.sql model',
  header: 'let the header show its field: compute the value in a data/*.sql model',
  title: 'quote the cell in a title that is no expression',
  mark: 'take the text straight from a field: compute the value in a data/*.sql model',
};

/** Reads every text of a drawn chart. What states a number is a mark of a cell, or a tick of a scale; all else is a problem. */
export function readTexts(drawing: Drawing, root: SceneMark): Reading {
  const ticks = new Set<string>();
  const swapped = new Map<Kind, string>();
  const untied = new Map<string, { kind: Kind; name: string }>();
  for (const { item, kind, group, name } of textsOf(root)) {
    const text = linesOf(item).join('\n');
    if ((kind === 'tick' || kind === 'header') && isOtherCell(text, kind === 'tick' ? item : group, drawing)) {
      swapped.set(kind, drawing.ledger.resolve(text));
      continue;
    }
    if (statedIn(text, drawing).length === 0) continue;
    if (kind === 'tick' ? isTick(text, item, drawing) : kind === 'header' && isHeader(text, group, drawing)) {
      ticks.add(drawing.ledger.resolve(text));
      continue;
    }
    const words = kind === 'title' ? withoutNames(text, drawing) : text;
    // One label of a lying axis is enough to tell of it.
    const told = kind === 'title' || kind === 'mark' || ![...untied.values()].some((each) => each.kind === kind);
    for (const number of told ? statedIn(words, drawing) : []) untied.set(number.text, { kind, name });
  }
  const problems = [...untied].map(([number, { kind, name }]) =>
    specProblem(
      drawing.spec,
      kind === 'mark' ? pathOfView(drawing, name) : pathOfKey(drawing.spec, origins[kind]),
      'untied-number',
      `the chart says "${number}", which comes from no cell`,
      fixes[kind],
    ),
  );
  const names = [...swapped].map(([kind, text]) => {
    const reason = `a label says "${text}", which is another value of its field`;
    return specProblem(drawing.spec, pathOfKey(drawing.spec, origins[kind]), 'other-label', reason, fixes[kind]);
  });
  return { ticks: [...ticks], problems: [...names, ...problems] };
}

const statedIn = (text: string, { literals, language }: Drawing) => findNumbers(withoutMarks(text), literals, language);

/** Every text that is seen, with its part in the chart and the group around it. */
function* textsOf(
  mark: SceneMark,
  inHeader = false,
  group?: SceneItem,
): Generator<{ item: SceneItem; kind: Kind; group: SceneItem | undefined; name: string }> {
  const header = inHeader || /-(?:header|footer)$/.test(mark.role ?? '');
  for (const item of mark.items) {
    for (const each of item.items ?? []) yield* textsOf(each, header, item.datum ? item : group);
    if (mark.marktype === 'text' && item.opacity !== 0 && linesOf(item).join('') !== '')
      yield { item, kind: kindOf(mark.role, header), group, name: mark.name ?? '' };
  }
}

function kindOf(role: string | undefined, inHeader: boolean): Kind {
  if (role === 'axis-label' || role === 'legend-label') return 'tick';
  if (role === 'mark') return 'mark';
  return inHeader ? 'header' : 'title';
}

/** True for a label that the scale's value alone gives, as tieout or Vega writes it. */
function isTick(text: string, { datum }: SceneItem, { written, tables }: Drawing): boolean {
  const { value, label } = datum ?? {};
  if (written.get(text)?.has(Number(value)) && !(typeof value === 'string' && Number.isNaN(Number(value)))) return true;
  if (text.split(rangeSigns).every((part) => part === '' || isNumeric(written.get(part)))) return true;
  if (text !== String(label)) return false;
  return typeof value !== 'string' || isRange(value) || isCell(value, tables);
}

/** Signs between the ends of a bin. */
const rangeSigns = / – |^[<≥] /;
const isNumeric = (values: Set<number> | undefined) => values !== undefined && [...values].every((each) => !Number.isNaN(each));
const isRange = (text: string) => /^[\d.,\u00a0\u2212-]+ – [\d.,\u00a0\u2212-]+$/.test(text);

function isCell(value: unknown, tables: Drawing['tables']): boolean {
  return [...tables.values()].some((table) => table.rows.some((row) => Object.values(row).includes(value as string)));
}

/** True for a header that shows the very value of its facet, as tieout or Vega writes it. */
function isHeader(text: string, group: SceneItem | undefined, { written, tables }: Drawing): boolean {
  if (text.split(rangeSigns).every((part) => part === '' || isNumeric(written.get(part)))) return true;
  return Object.values(group?.datum ?? {}).some(
    (value) => String(value) === text && (typeof value !== 'string' || isRange(value) || isCell(value, tables)),
  );
}

/** True for a label that shows not its own value but another of a field that holds its own. */
function isOtherCell(text: string, item: SceneItem | undefined, { ledger, tables }: Drawing): boolean {
  const shown = plain(ledger.resolve(text));
  const owns = Object.values(item?.datum ?? {}).map((value) => plain(ledger.resolve(String(value))));
  if (shown === '' || owns.includes(shown)) return false;
  return [...tables.values()].some((table) => namesOf(table).some((names) => names.has(shown) && owns.some((each) => names.has(each))));
}

const known = new WeakMap<LoadedTable, ReadonlySet<string>[]>();

/** The values of each field of a table that holds names. */
function namesOf(table: LoadedTable): ReadonlySet<string>[] {
  const made =
    known.get(table) ??
    table.fields
      .filter(({ type }) => type === 'string' || type === 'boolean')
      .map(({ name }) => new Set(table.rows.map((row) => plain(String(row[name])))));
  known.set(table, made);
  return made;
}

/** A text by its letters alone, in one case and form. */
const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{DI}\p{P}]+/gu, '');

/** A title without the names of fields, which Vega-Lite makes titles of: `mean of v2`. */
function withoutNames(text: string, { tables, spec }: Drawing): string {
  const fields = [...tables.values()].flatMap((table) => table.fields.map((field) => field.name));
  const made = [...nodes(spec.json)].flatMap(([value, path]) => (path.includes('as') && typeof value === 'string' ? [value] : []));
  const names = [...fields, ...made.filter((name) => /^[A-Za-z_]\w*$/.test(name))].filter((name) => /\d/.test(name));
  return names.sort((a, b) => b.length - a.length).reduce((rest, name) => rest.replaceAll(name, ''), text);
}
