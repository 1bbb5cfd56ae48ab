import { nodePlaces, parseJson } from '../config.ts';
import type { SourceFile } from '../files.ts';
import { didYouMean, endStage, type Place, type Problem, ProjectError, problem } from '../problems.ts';
import type { Quoter } from '../quotes/liquid.ts';
import { tagIn } from '../quotes/localize.ts';
import type { Rule } from '../rules.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type JsonPath = readonly (string | number)[];

/** True for a JSON object: no array, no null. */
export const isObject = (json: Json | undefined): json is JsonObject => typeof json === 'object' && json !== null && !Array.isArray(json);

/** A chart's spec as read: the JSON, and the place of each of its nodes. */
export interface Spec {
  file: SourceFile;
  json: JsonObject;
  place(path: JsonPath): Place;
}

/** `$.layer[0].encoding`, as people write a JSON path. */
export const showPath = (path: JsonPath) => `$${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`;

/** A problem of a spec, at a JSON path. */
export function specProblem(spec: Spec, path: JsonPath, rule: Rule, reason: string, fix: string): Problem {
  return problem(spec.place(path), rule, `${showPath(path)}: ${reason}`, fix);
}

/** Reads the JSON of a spec or of the theme. Throws a problem where it is malformed. */
export function readSpec(file: SourceFile): Spec {
  return { file, json: parseJson(file) as JsonObject, place: nodePlaces(file) };
}

/** Every value of a spec with its path, parents first. */
export function* nodes(json: Json, path: JsonPath = []): Generator<[Json, JsonPath]> {
  yield [json, path];
  if (json === null || typeof json !== 'object') return;
  const entries = Array.isArray(json) ? json.map((item, index) => [index, item] as const) : Object.entries(json);
  for (const [key, value] of entries) yield* nodes(value, [...path, key]);
}

/** The path of the first string that holds `text` as a word; the whole spec where none does. */
export function pathOf(spec: Spec, text: string): JsonPath {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const word = new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`);
  for (const [value, path] of nodes(spec.json)) if (typeof value === 'string' && word.test(value)) return path;
  return [];
}

/** The path of the first of the keys that the spec has; the whole spec where it has none. */
export function pathOfKey(spec: Spec, keys: readonly string[]): JsonPath {
  for (const key of keys) for (const [, path] of nodes(spec.json)) if (path.at(-1) === key) return path;
  return [];
}

/** Copies JSON, giving every string to `write` with its path. */
async function mapStrings(json: Json, write: (text: string, path: JsonPath) => Promise<string>, path: JsonPath = []): Promise<Json> {
  if (typeof json === 'string') return write(json, path);
  if (Array.isArray(json)) return Promise.all(json.map((item, index) => mapStrings(item, write, [...path, index])));
  if (json === null || typeof json !== 'object') return json;
  const entries = Object.entries(json).map(async ([key, value]) => [key, await mapStrings(value, write, [...path, key])]);
  return Object.fromEntries(await Promise.all(entries));
}

/** The words of a chart, by language. */
export const wordsOf = ({ json }: Spec) => ((json.usermeta as JsonObject | undefined)?.words ?? {}) as JsonObject;

/**
 * The spec in one language: its words chosen from `usermeta.words`, Liquid rendered in every string,
 * and `var(--name)` replaced by the colour of that name, `var(--name, colour)` by that colour where the theme has no such name.
 */
export async function fillSpec(spec: Spec, language: string, quoter: Quoter, colours: ReadonlyMap<string, string>): Promise<JsonObject> {
  const problems: Problem[] = [];
  const fill = async (text: string, path: JsonPath, variables: Record<string, unknown>) => {
    try {
      return await quoter.render({ path: spec.file.path, text }, variables);
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error;
      const start = spec.place(path);
      problems.push(
        ...error.problems.map((each) => problem(start, each.ruleId as Rule, `${showPath(path)}: ${each.reason}`, each.note as string)),
      );
      return text;
    }
  };
  const all = wordsOf(spec);
  const tag = tagIn(all, language);
  if (Object.keys(all).length > 0 && tag === undefined) {
    throw new ProjectError([
      specProblem(spec, ['usermeta', 'words'], 'missing-words', `the chart has no words in ${language}`, `add usermeta.words.${language}`),
    ]);
  }
  const words = await mapStrings(all[tag ?? ''] ?? {}, (text, path) => fill(text, ['usermeta', 'words', tag ?? '', ...path], {}));
  const { usermeta: _, ...rest } = spec.json;
  const filled = await mapStrings(rest, (text, path) => fill(text, path, { words }));
  const coloured = await mapStrings(filled, async (text, path) => {
    const [result, problem] = withColour(text, colours, (reason, fix) => specProblem(spec, path, 'unknown-colour', reason, fix));
    if (problem) problems.push(problem);
    return result;
  });
  endStage(problems);
  return coloured as JsonObject;
}

function withColour(
  text: string,
  colours: ReadonlyMap<string, string>,
  complain: (reason: string, fix: string) => Problem,
): [string, Problem?] {
  const [, name, fallback] = /^var\((--[\w-]+)\s*(?:,\s*([^()]+))?\)$/.exec(text) ?? [];
  if (!name) return [text];
  const colour = colours.get(name) ?? fallback?.trim();
  return colour ? [colour] : [text, complain(`the theme has no ${name}`, didYouMean(name, colours.keys()))];
}
