import { isUtf8 } from 'node:buffer';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import type { z } from 'zod';
import { didYouMean, isSlip, type Place, type Problem, ProjectError, problem, within } from './problems.ts';
import type { Rule } from './rules.ts';
import { note } from './trace.ts';

/** A text file of the project; `path` is relative to the root, with forward slashes. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Line and column (1-based) of an offset into a text. A line ends with LF, CRLF or CR. */
export function placeAt(source: SourceFile, offset: number, firstLine = 1): Place {
  const before = source.text.slice(0, offset);
  const lines = before.split(/\r\n|\r|\n/);
  return { file: source.path, line: lines.length + firstLine - 1, column: (lines.at(-1) as string).length + 1 };
}

/** As {@link placeAt}, for many offsets into one long text: its lines are counted once, when the first place is asked for. */
export function linePlaces(source: SourceFile): (offset: number) => Place {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= [0, ...Array.from(source.text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return { file: source.path, line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
}

/** The most bytes of a text file (slides, specs, themes, SQL, YAML, JSON) and of a picture. Datasets may be larger. */
const mostText = 4 * 2 ** 20;
const mostBytes = 64 * 2 ** 20;

/**
 * Reads a UTF-8 text file of the project, or undefined when it does not exist. A byte order mark and CR are dropped.
 * Throws a problem when it leaves the project, is no file, cannot be read, is too large or is not UTF-8.
 */
export async function readSource(root: string, path: string, namedAt: Place = { file: path }): Promise<SourceFile | undefined> {
  const bytes = await readBytes(root, path, namedAt, mostText);
  if (!bytes) return undefined;
  if (!isUtf8(bytes))
    throw new ProjectError([problem(placeOfBadByte(path, bytes), 'encoding', 'the file is not valid UTF-8', 'save it as UTF-8')]);
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const place = placeAt({ path, text: bytes.subarray(0, nul).toString('utf8') }, nul);
    throw new ProjectError([problem(place, 'encoding', 'the file holds a NUL character', 'remove it, or save the file as UTF-8')]);
  }
  return {
    path,
    text: bytes
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n'),
  };
}

/** Reads a file of the project, or undefined when it does not exist. Throws a problem where {@link readSource} does, but for the text. */
export async function readBytes(
  root: string,
  path: string,
  namedAt: Place = { file: path },
  most = mostBytes,
): Promise<Buffer | undefined> {
  const full = await insideProject(root, path, namedAt);
  const facts = await within({ file: path }, () => ifThere(stat(full)));
  if (!facts) return undefined;
  const refuse = (rule: Rule, reason: string, fix: string) => new ProjectError([problem({ file: path }, rule, reason, fix)]);
  if (!facts.isFile())
    throw refuse('system', `it is a ${facts.isDirectory() ? 'folder' : 'device'}, not a file`, 'put a file in its place');
  if (facts.size > most) throw refuse('too-large', `the file is larger than ${most / 2 ** 20} MiB`, 'make it smaller, or split it');
  return within({ file: path }, () => ifThere(readFile(full)));
}

/** The names in a folder of the project, sorted; none when it does not exist. Throws a problem when it cannot be read. */
export async function readFolder(root: string, path: string): Promise<string[]> {
  note(`file ${path}`);
  return within({ file: path }, async () => ((await ifThere(readdir(join(root, path)))) ?? []).sort());
}

/** What `work` gives, or undefined when the file that it asks for does not exist. */
const ifThere = <T>(work: Promise<T>) =>
  work.catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : Promise.reject(error)));

/** The line of the first byte that no UTF-8 text has there. */
function placeOfBadByte(path: string, bytes: Buffer): Place {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8Start(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return placeAt(
    {
      path,
      text: bytes
        .subarray(0, good)
        .toString('utf8')
        .replace(/\uFFFD$/, ''),
    },
    good,
  );
}

/** True when the bytes begin a UTF-8 text: the last character may be cut. */
function isUtf8Start(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** True when `path` (absolute) is a file that exists. */
export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (each) => each.isFile(),
    () => false,
  );
}

/** True for an address with a scheme or a host: `https:...`, `data:...`, `//...`. */
export const isUrl = (address: string) => /^[a-z][a-z0-9+.-]*:|^\/\//i.test(address);

/** A Markdown address as a path: `a%20b.png` is `a b.png`. One that is no well-formed URL, as `50%.png`, is a path as it stands. */
export function decodeAddress(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/** The absolute path of a project file, which is noted as read. Throws a problem when it leaves the project, by `..` or through a link. */
export async function insideProject(root: string, path: string, place: Place = { file: path }): Promise<string> {
  note(`file ${path}`);
  const real = await realpath(root);
  const full = resolve(real, path);
  const target = await realpath(full).catch(() => full);
  const outside = (candidate: string) => {
    const way = relative(real, candidate);
    return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  };
  if (outside(full) || outside(target)) {
    const reason = `"${path}" leaves the project`;
    throw new ProjectError([problem(place, 'outside-project', reason, 'move the file into the project and name it there')]);
  }
  return full;
}

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
