import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { didYouMean, type Place, type Problem, ProjectError, problem } from './problems.ts';

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

/** Reads a UTF-8 text file of the project, or undefined when it does not exist. A byte order mark and CR are dropped. */
export async function readSource(root: string, path: string, namedAt: Place = { file: path }): Promise<SourceFile | undefined> {
  try {
    const text = await readFile(await insideProject(root, path, namedAt), 'utf8');
    return { path, text: text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR') return undefined;
    throw error;
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

/** The absolute path of a project file. Throws a problem when it leaves the project, by `..` or through a link. */
export async function insideProject(root: string, path: string, place: Place = { file: path }): Promise<string> {
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
 * Returns the typed value; throws all problems, each with line and column. `firstLine` is where the text begins.
 */
export function parseConfig<T>(source: SourceFile, schema: z.ZodType<T>, firstLine = 1): T {
  const counter = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: counter, prettyErrors: false });
  const place = (offset = 0): Place => placeAt(source, offset, firstLine);
  const json = source.path.endsWith('.json');
  if (json) parseJson(source, document);
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) =>
      problem(place(error.pos[0]), 'malformed', error.message, `mend the ${json ? 'JSON' : 'YAML'} here`),
    );
    throw new ProjectError(problems);
  }
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const locate = (path: readonly PropertyKey[]) => place(offsetOf(document, path));
  throw new ProjectError(parsed.error.issues.flatMap((issue) => configProblems(issue, locate, schema)));
}

/**
 * Parses JSON. Throws a problem, with what to do as `fix`, where the text is malformed.
 * `document` is the same text as YAML: its first error stands in where the JSON parser tells no position.
 */
export function parseJson(source: SourceFile, document?: Document, fix = 'mend the JSON here'): unknown {
  try {
    return JSON.parse(source.text);
  } catch (error) {
    const { message } = error as SyntaxError;
    const offset = /position (\d+)/.exec(message)?.[1] ?? document?.errors[0]?.pos[0] ?? source.text.length;
    const reason = `malformed JSON: ${message.replace(/ in JSON at position.*| \(line.*/s, '')}`;
    throw new ProjectError([problem(placeAt(source, Number(offset)), 'malformed', reason, fix)]);
  }
}

/** The offset of the node at `path`, or of the nearest parent that exists. */
export function offsetOf(document: Document, path: readonly PropertyKey[]): number {
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

/** The keys that the schema allows at `path`. */
function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  let node = schema as { def?: Record<string, unknown> };
  for (const step of [...path, undefined]) {
    while (node?.def && 'innerType' in node.def) node = node.def.innerType as typeof node;
    if (step === undefined) break;
    const shape = node?.def?.shape as Record<string, typeof node> | undefined;
    node = (shape?.[step as string] ?? node?.def?.element ?? node?.def?.valueType) as typeof node;
  }
  return Object.keys((node?.def?.shape as object | undefined) ?? {});
}
