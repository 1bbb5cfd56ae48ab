import { type Document, parseDocument } from 'yaml';
import type { z } from 'zod';
import { placeAt, type SourceFile } from './files.ts';
import { didYouMean, isSlip, type Place, type Problem, ProjectError, problem } from './problems.ts';

/**
 * Parses YAML or JSON (by the file's ending) and checks it against a schema.
 * Returns the typed value; throws all problems, each with line and column. `firstLine` is where the text begins. `adapt`
 * may change the value before it is checked.
 */
export function parseConfig<T>(source: SourceFile, schema: z.ZodType<T>, firstLine = 1, adapt?: (value: unknown) => void): T {
  const plain = plainJson(source);
  const value = (plain ? plain.value : composedValue(source, firstLine)) ?? {};
  adapt?.(value);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const locate = nodePlaces(source, firstLine);
  throw new ProjectError(parsed.error.issues.flatMap((issue) => configProblems(issue, locate, schema)));
}

/** The value of a JSON file that is well: well-formed, not too deep, no key twice. Composing it as YAML, to know its places, takes many times as long. */
function plainJson(source: SourceFile): { value: unknown } | undefined {
  if (!source.path.endsWith('.json') || deepOffset(source.text) !== undefined) return undefined;
  try {
    const value: unknown = JSON.parse(source.text);
    const written = source.text.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/g)?.length ?? 0;
    return keysIn(value) === written ? { value } : undefined;
  } catch {
    return undefined;
  }
}

function keysIn(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, each) => sum + keysIn(each), own);
}

/** The value of a YAML or JSON text by its places. Throws every problem of its form. */
function composedValue(source: SourceFile, firstLine: number): unknown {
  const json = source.path.endsWith('.json');
  if (json) parseJson(source);
  const document = parsePlaces(source, firstLine);
  if (document.errors.length > 0) {
    const fix = `mend the ${json ? 'JSON' : 'YAML'} here`;
    throw new ProjectError(
      document.errors.map((error) => problem(placeAt(source, error.pos[0], firstLine), 'malformed', error.message, fix)),
    );
  }
  return toValue(source, document, firstLine);
}

/** Parses YAML, or JSON as YAML, so that the places of its nodes are known. Throws a problem where it is nested too deeply. */
function parsePlaces(source: SourceFile, firstLine = 1): Document {
  const deep = deepOffset(source.text);
  if (deep !== undefined) throw tooDeep(placeAt(source, deep, firstLine));
  try {
    return parseDocument(source.text, { prettyErrors: false, logLevel: 'error' });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(placeAt(source, 0, firstLine));
    throw error;
  }
}

const mostDepth = 200;
const tooDeep = (place: Place) =>
  new ProjectError([problem(place, 'too-deep', `it is nested more than ${mostDepth} deep`, 'nest it less')]);

/** Where brackets outside of quotes, or dashes on one line, are nested too deeply. */
function deepOffset(text: string): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[[{}\]]|(?:[-?:] ){200}/g)) {
    if (token.length > 2 && !token.startsWith('"')) return index;
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    if (depth > mostDepth) return index;
  }
  return undefined;
}

/** The value of a YAML document. Throws a problem when its aliases do not resolve, or multiply. */
function toValue(source: SourceFile, document: Document, firstLine: number): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(placeAt(source, 0, firstLine));
    const reason =
      error instanceof ReferenceError && !/^Excessive/.test(error.message) ? error.message : 'its aliases multiply into too much';
    const place = placeAt(source, Math.max(0, source.text.search(/\*\w/)), firstLine);
    throw new ProjectError([problem(place, 'malformed', reason, 'write it out without aliases')]);
  }
}

/** Parses JSON. Throws a problem where the text is malformed, or nested too deeply. */
export function parseJson(source: SourceFile): unknown {
  const deep = deepOffset(source.text);
  if (deep !== undefined) throw tooDeep(placeAt(source, deep));
  try {
    return JSON.parse(source.text);
  } catch (error) {
    const { message } = error as SyntaxError;
    if (error instanceof RangeError) throw tooDeep(placeAt(source, 0));
    // Where the JSON parser tells no position, the first error of the same text as YAML stands in.
    const offset = /position (\d+)/.exec(message)?.[1] ?? parsePlaces(source).errors[0]?.pos[0] ?? source.text.length;
    const reason = `malformed JSON: ${message.replace(/ in JSON at position.*| \(line.*/s, '')}`;
    throw new ProjectError([problem(placeAt(source, Number(offset)), 'malformed', reason, 'mend the JSON here')]);
  }
}

/** The places of the nodes of a YAML or JSON text by their paths; it is composed when the first is asked for. */
export function nodePlaces(source: SourceFile, firstLine = 1): (path: readonly PropertyKey[]) => Place {
  let document: Document | undefined;
  return (path) => {
    document ??= parsePlaces(source, firstLine);
    return placeAt(source, offsetOf(document, path), firstLine);
  };
}

/** The offset of the node at `path`, or of the nearest parent that exists. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) as { items?: unknown[] } | undefined;
    const key = path[length - 1];
    const pair = parent?.items?.find((item) => (item as { key?: { value?: unknown } }).key?.value === key);
    const range = (pair as { key?: { range?: [number] } } | undefined)?.key?.range;
    if (range) return range[0];
    const node = document.getIn(path.slice(0, length), true) as { range?: [number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}

function configProblems(issue: z.core.$ZodIssue, locate: (path: readonly PropertyKey[]) => Place, schema: z.ZodType): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path);
    return issue.keys.map((key) => problem(locate([...issue.path, key]), 'unknown-key', `unknown key "${key}"`, didYouMean(key, known)));
  }
  const { rule, fix } = (issue.code === 'custom' ? issue.params : undefined) ?? {};
  if (rule && fix) return [problem(locate(issue.path), rule, issue.message, fix)];
  const where = issue.path.length > 0 ? `"${issue.path.join('.')}": ` : '';
  return [problem(locate(issue.path), 'invalid-config', `${where}${issue.message}`, 'give a value of the expected kind')];
}

/** Takes the keys out of a value that the schema does not know, and that are no slips of those it knows; and those without a value. */
export function dropCustomKeys(schema: z.ZodType, value: unknown): void {
  for (const issue of schema.safeParse(value).error?.issues ?? []) {
    dropNull(value, issue.path);
    if (issue.code !== 'unrecognized_keys') continue;
    const known = knownKeys(schema, issue.path);
    const holder = issue.path.reduce((each, key) => (each as Record<PropertyKey, unknown>)[key], value) as Record<string, unknown>;
    for (const key of issue.keys) if (!known.some((each) => isSlip(key, each))) delete holder[key];
  }
}

/** Takes out a key whose value is null, which is as good as none. */
function dropNull(value: unknown, path: readonly PropertyKey[]): void {
  const holder = path.slice(0, -1).reduce((each, key) => (each as Record<PropertyKey, unknown>)[key], value) as Record<
    PropertyKey,
    unknown
  >;
  const key = path.at(-1);
  if (key !== undefined && !Array.isArray(holder) && holder?.[key] === null) delete holder[key];
}

/** The keys that the schema allows at `path`. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  let node = schema as { def?: Record<string, unknown> };
  for (const step of [...path, undefined]) {
    while (node?.def && ('innerType' in node.def || 'in' in node.def)) node = innerOf(node.def) as typeof node;
    if (step === undefined) break;
    const shape = node?.def?.shape as Record<string, typeof node> | undefined;
    node = (shape?.[step as string] ?? node?.def?.element ?? node?.def?.valueType) as typeof node;
  }
  return Object.keys((node?.def?.shape as object | undefined) ?? {});
}

/** What an optional schema holds, and one whose values are changed when they have been read. */
const innerOf = (def: Record<string, unknown>) =>
  def.innerType ?? ((def.in as { def?: { type?: string } }).def?.type === 'transform' ? def.out : def.in);
