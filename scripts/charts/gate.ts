import type { Tables } from '../data/tables.ts';
import type { Problem } from '../problems.ts';
import { untiedProblem } from '../quotes/gate.ts';
import { tagIn } from '../quotes/localize.ts';
import { findNumbers, type UntiedNumber } from '../quotes/numbers.ts';
import { visibleText } from '../quotes/visible.ts';
import { type Json, type JsonPath, type Spec, showPath, wordsOf } from './spec.ts';

/** The keys whose strings a chart shows as words. Positions, sizes, domains and tick values are no figures. */
const wordKeys = new Set(['title', 'subtitle', 'text', 'description', 'label', 'labelExpr']);

/** Problems of the numbers that are typed by hand into a spec's words, data, and constants on a scale. */
export async function untiedInSpec(spec: Spec, language: string, literals: readonly RegExp[], tables: Tables): Promise<Problem[]> {
  const tag = tagIn(wordsOf(spec), language);
  const isOfOther = ([group, part, own]: JsonPath) => group === 'usermeta' && part === 'words' && own !== tag;
  const found = [...handNumbers(spec.json, [], language, literals)].filter(([path]) => !isOfOther(path));
  const problems = await Promise.all(found.map(([path, number]) => untiedProblem(spec.place(path), number, tables)));
  problems.forEach((each, index) => {
    each.reason = `${showPath(found[index]?.[0] ?? [])}: ${each.reason}`;
    each.message = each.reason;
  });
  return problems;
}

function* handNumbers(json: Json, path: JsonPath, language: string, literals: readonly RegExp[]): Generator<[JsonPath, UntiedNumber]> {
  if (typeof json === 'string' && showsWords(path)) {
    const words = path.at(-1) === 'labelExpr' ? quotedIn(json) : json;
    for (const number of findNumbers(visibleText(words), literals, language)) yield [path, number];
  }
  if (typeof json === 'number' && json !== 0 && statesValue(path)) yield [path, { offset: 0, text: String(json), value: json }];
  if (json === null || typeof json !== 'object') return;
  const entries = Array.isArray(json) ? json.map((item, index) => [index, item] as const) : Object.entries(json);
  for (const [key, value] of entries) yield* handNumbers(value, [...path, key], language, literals);
}

/** The strings in an expression. */
const quotedIn = (expression: string) => [...expression.matchAll(/'([^']*)'|"([^"]*)"/g)].map((match) => match[1] ?? match[2]).join('\n');

const namesOf = (path: JsonPath) => path.filter((step) => typeof step === 'string');

/** True at a path inside rows that are written into the spec. */
function isInline(names: readonly string[]): boolean {
  return names[0] === 'datasets' || (names.includes('data') && names.lastIndexOf('values') > names.lastIndexOf('data'));
}

/** True at a path whose string is shown: words of the chart, titles, texts, rows in the spec. */
function showsWords(path: JsonPath): boolean {
  const names = namesOf(path);
  const last = names.at(-1) ?? '';
  if (names[0] === 'usermeta') return names[1] === 'words';
  return wordKeys.has(last) || last === 'datum' || (last === 'value' && names.at(-2) === 'text') || isInline(names);
}

/** True at a path whose number is data: rows in the spec, a constant on a scale, a text. */
function statesValue(path: JsonPath): boolean {
  const names = namesOf(path);
  const last = names.at(-1) ?? '';
  return (
    last === 'datum' || names.at(-2) === 'datum' || last === 'text' || (last === 'value' && names.at(-2) === 'text') || isInline(names)
  );
}
