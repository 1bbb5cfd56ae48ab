import { isUtf8 } from 'node:buffer';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Place, ProjectError, problem, within } from './problems.ts';
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
