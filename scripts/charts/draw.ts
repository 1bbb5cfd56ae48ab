import * as vega from 'vega';
import * as vegaLite from 'vega-lite';
import type { LoadedTable, Row, Value } from '../data/tables.ts';
import { rowKey } from '../data/tables.ts';
import { insideProject } from '../files.ts';
import { measureText } from '../fonts.ts';
import { endStage, type Problem, ProjectError } from '../problems.ts';
import { FormatError, format, type Way, writeQuantity } from '../quotes/formats.ts';
import type { Ledger } from '../quotes/ledger.ts';
import { CellDrop, quoteCell, unitOf } from '../quotes/liquid.ts';
import type { Label, Linted } from './lint.ts';
import { type JsonObject, type Spec, specProblem } from './spec.ts';

/** What a chart is drawn from. */
export interface Drawing {
  root: string;
  spec: Spec;
  linted: Linted;
  theme: JsonObject;
  tables: ReadonlyMap<string, LoadedTable>;
  language: string;
  ledger: Ledger;
}

type Cells = Record<string, unknown>;

/**
 * Draws a checked spec to SVG. Figures stand in it as marks of the ledger.
 * Throws a problem for each warning of Vega or Vega-Lite and for each empty cell where a mark needs a value.
 */
export async function drawSpec(drawing: Drawing): Promise<string> {
  const problems: Problem[] = [];
  const logger = collectingLogger((reason) =>
    problems.push(specProblem(drawing.spec, [], 'vega', reason, 'mend the spec so that Vega has nothing to warn of')),
  );
  const compiled = compile(drawing, logger);
  endStage(problems);
  vega.expressionFunction('tieout', (value: unknown, tick: Tick) => writeTick(value, tick, drawing.language));
  measureWith(drawing.ledger);
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', loader: projectLoader(drawing), logger: logger as never });
  try {
    for (const [name, table] of drawing.tables) if (reads(compiled, name)) view.data(name, chartRows(drawing, table));
    await view.runAsync();
    problems.push(...checkScene(drawing, compiled, (view.scenegraph() as unknown as { root: SceneMark }).root));
    endStage(problems);
    const svg = await view.toSVG();
    problems.push(...checkInside(drawing, svg, (view.scenegraph() as unknown as { root: SceneMark }).root));
    endStage(problems);
    return svg;
  } catch (error) {
    if (error instanceof ProjectError) throw error;
    throw new ProjectError([specProblem(drawing.spec, [], 'vega', (error as Error).message, 'mend the spec')]);
  } finally {
    view.finalize();
  }
}

function collectingLogger(report: (reason: string) => void) {
  const logger = {
    level: () => logger,
    error: (...parts: unknown[]) => (report(parts.map(String).join(' ')), logger),
    warn: (...parts: unknown[]) => (report(parts.map(String).join(' ')), logger),
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

/** Settings that every chart needs whatever its theme: our own formats, no hidden filtering, one label for the whole. */
const baseConfig = { customFormatTypes: true, aria: false, mark: { invalid: 'show' } };

function compile(drawing: Drawing, logger: object): vega.Spec {
  const { mark, ...theme } = drawing.theme;
  const config = { ...theme, ...baseConfig, mark: { ...(mark as object), ...baseConfig.mark } };
  try {
    return vegaLite.compile(drawing.linted.json as never, { config: config as never, logger: logger as never }).spec;
  } catch (error) {
    throw new ProjectError([specProblem(drawing.spec, [], 'vega', (error as Error).message, 'mend the spec')]);
  }
}

const reads = (compiled: vega.Spec, name: string) => compiled.data?.some((each) => each.name === name);

/** Widths come from the font that the deck embeds; a mark is as wide as the figure that it stands for. */
function measureWith(ledger: Ledger): void {
  const metrics = (vega as unknown as { textMetrics: { width: (item: TextItem, text: string) => number } }).textMetrics;
  metrics.width = (item, text) => {
    const line = text === null || text === undefined ? '' : ledger.resolve(String(text)).trim();
    return line === '' ? 0 : measureText(line, item.fontSize ?? 11, item.font ?? '', item.fontWeight);
  };
}

interface TextItem {
  font?: string;
  fontSize?: number;
  fontWeight?: string | number;
  text?: unknown;
  opacity?: number;
  limit?: number;
}

/** The rows of a table as Vega reads them: dates as dates, and for every labelled field a mark of its figure. */
function chartRows(drawing: Drawing, table: LoadedTable): Cells[] {
  const labels = [...drawing.linted.labels].filter(([, label]) => label.table === table.name);
  const dated = table.fields.filter((field) => field.type === 'date' || field.type === 'datetime' || field.type === 'yearmonth');
  return table.rows.map((row, index) => {
    const cells: Cells = { ...row };
    for (const field of dated) cells[field.name] = toDate(row[field.name] ?? null);
    for (const [name, label] of labels) cells[name] = writeLabel(drawing, table, row, index, label);
    return cells;
  });
}

const toDate = (value: Value) => (value === null ? null : new Date(String(value).length === 10 ? `${value}T00:00:00Z` : String(value)));

function writeLabel(drawing: Drawing, table: LoadedTable, row: Row, index: number, label: Label): string | null {
  const field = table.fields.find((each) => each.name === label.field);
  const value = row[label.field] ?? null;
  if (!field || value === null) return null;
  const option = typeof label.option === 'string' && /^\d$/.test(label.option) ? Number(label.option) : (label.option ?? undefined);
  try {
    const written = writeQuantity(
      { value, unit: unitOf(field, row), type: field.type },
      label.way as Way,
      drawing.language,
      option,
      'label',
    );
    return quoteCell(drawing.ledger, new CellDrop(table, row, index, field), written);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const reason = `the label of "${label.field}": ${error.message}`;
    throw new ProjectError([specProblem(drawing.spec, ['encoding'], 'format', reason, 'use the formatType that fits the field')]);
  }
}

interface Tick {
  unit: string | null;
  type: LoadedTable['fields'][number]['type'];
  option: string | null;
}

/** An axis or legend label: a value of a scale, in the field's unit without its currency. */
function writeTick(value: unknown, tick: Tick, language: string): string {
  const dated = tick.type === 'date' || tick.type === 'datetime' || tick.type === 'yearmonth';
  const plain = dated ? new Date(value as number).toISOString().slice(0, 10) : (value as Value);
  if (plain === null || plain === undefined) return '';
  const numeric = typeof plain === 'number' && tick.option !== null;
  return format(
    { value: plain, unit: tick.unit ?? undefined, type: tick.type },
    'show',
    language,
    numeric ? Number(tick.option) : (tick.option ?? undefined),
    'tick',
  );
}

/** A loader that reads nothing but files of the project. */
function projectLoader(drawing: Drawing): vega.Loader {
  const loader = vega.loader();
  const refuse = (uri: string) => {
    const reason = `"${uri}" is not a file of the project`;
    return new ProjectError([
      specProblem(drawing.spec, [], 'outside-project', reason, 'name a data file of the project by its path from the chart'),
    ]);
  };
  loader.sanitize = async (uri: string) => {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(uri)) throw refuse(uri);
    return { href: await insideProject(drawing.root, `charts/${uri}`, drawing.spec.place([])) };
  };
  loader.http = async (uri: string) => Promise.reject(refuse(uri));
  loader.load = async (uri: string) => {
    const { readFile } = await import('node:fs/promises');
    const { href } = await loader.sanitize(uri, {} as never);
    return readFile(href, 'utf8');
  };
  return loader;
}

interface SceneMark {
  marktype: string;
  name?: string;
  role?: string;
  items: (TextItem & { x?: number; y?: number; bounds: vega.Bounds; datum?: Cells; items?: SceneMark[] })[];
}

/** Looks at what is to be drawn: no empty cell behind a mark, no label cut short. */
function checkScene(drawing: Drawing, compiled: vega.Spec, root: SceneMark): Problem[] {
  const fields = fieldsByMark(compiled);
  const problems = new Map<string, Problem>();
  const report = (rule: string, reason: string, fix: string) => {
    problems.set(reason, specProblem(drawing.spec, [], rule, reason, fix));
  };
  const visit = (mark: SceneMark): void => {
    for (const item of mark.items) {
      item.items?.forEach(visit);
      if (mark.marktype === 'text' && item.opacity !== 0) checkCut(drawing.ledger, item, report);
      if (mark.role === 'mark' && item.datum) checkEmpty(drawing, fields.get(mark.name ?? '') ?? [], item.datum, report);
    }
  };
  visit(root);
  return [...problems.values()];
}

/** A problem for each text that leaves the picture; `fit` layouts do not always leave room for the longest label. */
function checkInside(drawing: Drawing, svg: string, root: SceneMark): Problem[] {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)?.map(Number) ?? [];
  const [, left, top] = /transform="translate\(([\d.-]+),([\d.-]+)\)"/.exec(svg)?.map(Number) ?? [];
  const problems: Problem[] = [];
  const visit = (mark: SceneMark, x: number, y: number): void => {
    for (const item of mark.items) {
      if (mark.marktype === 'group') for (const each of item.items ?? []) visit(each, x + (item.x ?? 0), y + (item.y ?? 0));
      if (mark.marktype !== 'text' || !item.text) continue;
      const { x1, y1, x2, y2 } = item.bounds;
      const px = Math.ceil(Math.max(-(x + x1), x + x2 - (width ?? 0), -(y + y1), y + y2 - (height ?? 0)));
      const text = drawing.ledger.resolve([item.text].flat().join(' '));
      if (px > 2)
        problems.push(
          specProblem(
            drawing.spec,
            [],
            'outside-chart',
            `the text "${text}" leaves the picture by ${px} px`,
            'give the chart more padding, or the text less room',
          ),
        );
    }
  };
  visit(root, left ?? 0, top ?? 0);
  return problems;
}

type Report = (rule: string, reason: string, fix: string) => void;

function checkCut(ledger: Ledger, item: TextItem, report: Report): void {
  if (!item.limit || item.text === undefined || item.text === null) return;
  for (const line of [item.text].flat()) {
    const text = ledger.resolve(String(line));
    const width = measureText(text, item.fontSize ?? 11, item.font ?? '', item.fontWeight);
    if (width >= item.limit)
      report(
        'cut-label',
        `the text "${text}" is ${Math.ceil(width)} px wide and would be cut at ${item.limit} px`,
        'shorten the text, or raise its limit in the theme',
      );
  }
}

function checkEmpty(drawing: Drawing, names: readonly string[], datum: Cells, report: Report): void {
  for (const name of names) {
    const value = datum[name];
    if (value !== null && !(typeof value === 'number' && Number.isNaN(value))) continue;
    const shown = drawing.linted.labels.get(name)?.field ?? name;
    const table = [...drawing.tables.values()].find((each) => each.fields.some((field) => field.name === shown));
    if (!table || !(name in datum)) continue;
    const key = table.primaryKey.length > 0 ? rowKey(table, datum as Row, 0) : JSON.stringify(datum);
    report(
      'empty-value',
      `"${shown}" of the row ${key} in "${table.name}" is empty, and a mark needs it`,
      'fill the cell, or filter the row out with a transform',
    );
  }
}

/** The fields that each mark of the compiled spec reads, by the mark's name; for a stacked one, the field that is stacked. */
function fieldsByMark(compiled: vega.Spec): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const stacked = stackedFields(compiled);
  const visit = (marks: readonly vega.Mark[] = []): void => {
    for (const mark of marks) {
      const code = JSON.stringify(mark.encode ?? {});
      const plain = [...code.matchAll(/"field":"((?:[^"\\]|\\.)*)"/g)].map((match) => JSON.parse(`"${match[1]}"`) as string);
      const quoted = [...JSON.parse(JSON.stringify(code)).matchAll(/datum\[\\"((?:[^"\\]|\\\\.)*?)\\"\]/g)].map((match) =>
        (match[1] as string).replaceAll('\\\\\\"', '"'),
      );
      found.set(mark.name ?? '', [...new Set([...plain, ...quoted].map((name) => stacked.get(name) ?? name))]);
      visit((mark as { marks?: vega.Mark[] }).marks);
    }
  };
  visit(compiled.marks);
  return found;
}

/** The ends of stacked marks, which Vega-Lite makes even for a bar alone, by name; each with the field that it stacks. */
function stackedFields(spec: { data?: unknown; marks?: unknown }, found = new Map<string, string>()): Map<string, string> {
  const data = (spec.data ?? []) as { transform?: { type: string; field?: unknown; as?: unknown }[] }[];
  for (const { type, field, as } of data.flatMap((each) => each.transform ?? [])) {
    if (type !== 'stack' || typeof field !== 'string' || !Array.isArray(as)) continue;
    for (const name of as) found.set(String(name), field);
  }
  for (const mark of (spec.marks ?? []) as object[]) stackedFields(mark, found);
  return found;
}
