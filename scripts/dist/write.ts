import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { isAbandoned, ownName } from '../folders.mjs';
import { endStage, type Problem, ProjectError, problem } from '../problems.ts';

/** A file to be written: its path under `dist/`, and its bytes. */
export interface Artefact {
  path: string;
  bytes: Uint8Array;
  /** Pages, of a PDF. */
  pages?: number;
  /** Numbers typed by hand, of the sheet of a deck that reports them. */
  untied?: number;
}

/** The moments of writing, told in their order; tests end the process at each. */
export type Step = 'ticket' | 'draft' | 'drafted' | 'journal' | 'saved' | 'renamed' | 'done';

// Under dist/.tieout stand `files.json`, which lists what tieout wrote there, and, while a build writes, its ticket: a
// folder with the build's drafts, named by their number, the files that they replace, and at last the journal, which
// lists where the drafts go. Before the journal is there dist/ is old; from then on it is to be new, and whoever
// comes next finishes what a dead build has begun.
const home = '.tieout';
const listName = `${home}/files.json`;
const journalName = 'journal.json';
/** In the place of a draft: the file is to go. */
const goneEnding = '.gone';
/** A build holds its ticket for moments; one that was not touched for minutes is of a process that is no longer what it was. */
const mostAge = 120_000;
const mostWait = 180_000;

/**
 * Writes all files, or none: `out` has the old files or the new, whenever the process ends. Builds into one folder
 * wait for each other. A file that would not change is left alone; one that tieout wrote and nobody changed goes when it
 * is of none of the `names`, where they are given. Throws a problem when the folder does not take them.
 */
export async function writeArtefacts(
  out: string,
  artefacts: readonly Artefact[],
  tell: (step: Step) => void = () => {},
  names?: readonly string[],
): Promise<void> {
  await withTicket(out, (ticket) => {
    tell('ticket');
    endStage([...artefacts, { path: listName }].flatMap(({ path }) => targetProblems(out, path)));
    const gone = names
      ? [...orphansIn(out, names), ...pastPictures(out, artefacts)].filter((path) => !artefacts.some((each) => each.path === path))
      : [];
    const changed = [...artefacts, fileList(out, artefacts, gone)].filter((each) => !isWritten(out, each));
    for (const [index, { bytes }] of changed.entries()) {
      writeSafely(join(ticket, `${index}`), bytes);
      tell('draft');
    }
    for (const index of gone.keys()) writeSafely(join(ticket, `${changed.length + index}${goneEnding}`), '');
    tell('drafted');
    if (changed.length + gone.length === 0) return;
    // The rename makes the journal appear as a whole.
    writeSafely(join(ticket, 'journal'), JSON.stringify([...changed.map((each) => each.path), ...gone]));
    fs.renameSync(join(ticket, 'journal'), join(ticket, journalName));
    syncFolder(ticket);
    tell('journal');
    finish(out, ticket, tell);
  });
}

/** Finishes, or takes back, what a dead build has left in `out`. Throws a problem when the folder does not allow it. */
export async function recoverOutput(out: string): Promise<void> {
  if (ticketsIn(out).some((each) => isAbandoned(each, mostAge))) await withTicket(out, () => {});
}

/** The files under `out` that tieout wrote there: SHA-256 by path. */
export function writtenFiles(out: string): Record<string, string> {
  try {
    const list: unknown = JSON.parse(fs.readFileSync(join(out, listName), 'utf8'));
    const entries = Object.entries(list ?? {}).filter(([path, hash]) => isInside(path) && typeof hash === 'string');
    return Object.fromEntries(entries) as Record<string, string>;
  } catch {
    return {};
  }
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The pictures under `out` of slides that a deck which is written now has no more. */
function pastPictures(out: string, artefacts: readonly Artefact[]): string[] {
  const kinds = new Set(artefacts.map(({ path }) => pictureKind(path)));
  return Object.keys(writtenFiles(out)).filter((path) => pictureKind(path) && kinds.has(pictureKind(path)));
}

/** The pictures of a deck of one size, by their path with a star: `deck.en/*.png`, `deck.en/*@1x.png`; undefined for what is none. */
export const pictureKind = (path: string) => (/^[^/]+\/\d+(?:@1x)?\.png$/.test(path) ? path.replace(/\/\d+/, '/*') : undefined);

/** The kind of a file of a deck, by its ending: `html`, `pdf`, `handout`, `csv`. */
export const kindOf = (path: string) => (path.endsWith('.handout.pdf') ? 'handout' : (path.split('.').at(-1) as string));

/**
 * The files under `out` that tieout wrote, that stand as it wrote them, and that are of none of the `names`: decks and
 * charts that are no longer in the project. Files named for sending are told by the spaces in their names, and stay.
 */
export function orphansIn(out: string, names: readonly string[]): string[] {
  const written = Object.entries(writtenFiles(out)).filter(([path]) => {
    const [, deck, chart] = /^([\w.-]+)(?:\.(?:html|pdf|tieout\.csv)|\/\d+(?:@1x)?\.png)$|^(charts\/.+)\.svg$/.exec(path) ?? [];
    // The name of a deck may end as that of a handout does.
    const own = [deck, chart, kindOf(path) === 'handout' ? deck?.replace(/\.handout$/, '') : undefined].filter(
      (each) => each !== undefined,
    );
    return own.length > 0 && !own.some((each) => names.includes(each));
  });
  const isOurs = ([path, hash]: [string, string]) => {
    const facts = fs.lstatSync(join(out, path), { throwIfNoEntry: false });
    return facts?.isFile() === true && hashOf(fs.readFileSync(join(out, path))) === hash;
  };
  return written.filter(isOurs).map(([path]) => path);
}

/** The list of what tieout wrote, with `artefacts` added and without what is `gone`. */
function fileList(out: string, artefacts: readonly Artefact[], gone: readonly string[]): Artefact {
  const known = { ...writtenFiles(out), ...Object.fromEntries(artefacts.map(({ path, bytes }) => [path, hashOf(bytes)])) };
  const isThere = (path: string) => artefacts.some((each) => each.path === path) || fs.existsSync(join(out, path));
  const there = Object.entries(known).filter(([path]) => !gone.includes(path) && isThere(path));
  const sorted = Object.fromEntries(there.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { path: listName, bytes: Buffer.from(`${JSON.stringify(sorted, undefined, 1)}\n`) };
}

function isWritten(out: string, { path, bytes }: Artefact): boolean {
  const file = join(out, path);
  const facts = fs.lstatSync(file, { throwIfNoEntry: false });
  return facts?.isFile() === true && facts.size === bytes.length && fs.readFileSync(file).equals(bytes);
}

/** Makes a folder and those above it, one by one: where none can be made, as in /proc, Node's own way never ends. */
function makeFolder(path: string): void {
  if (fs.existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    fs.mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Runs `work` with a ticket, a folder that one process at a time holds: who puts one up beside that of a living
 * process takes it down and waits. As each puts its own up before it looks, two never hold one.
 */
async function withTicket(out: string, work: (ticket: string) => void): Promise<void> {
  const begun = Date.now();
  const ticket = join(out, home, ownName());
  try {
    for (;;) {
      endStage(folderProblems(out, home));
      makeFolder(ticket);
      const others = ticketsIn(out).filter((each) => each !== ticket);
      const rival = others.find((each) => !isAbandoned(each, mostAge));
      if (!rival) {
        for (const each of others) recover(out, each);
        work(ticket);
        return;
      }
      fs.rmSync(ticket, { recursive: true, force: true });
      if (Date.now() - begun > mostWait) throw busy(rival);
      await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 80));
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof ProjectError || !code) throw error;
    const fix = code === 'ENOSPC' ? 'make room, or give another folder with --out' : 'make the folder writable, or give another with --out';
    throw new ProjectError([problem({ file: out }, 'unwritable', `the output cannot be written (${code})`, fix)]);
  } finally {
    remove(ticket);
    removeIfEmpty(join(out, home));
  }
}

const busy = (rival: string) =>
  new ProjectError([
    problem(
      { file: rival },
      'unwritable',
      'another build has been writing here for minutes',
      'wait for it, or remove this folder when it is dead',
    ),
  ]);

/** The folders under `out` that builds have put up; none where there is nothing to read. */
function ticketsIn(out: string): string[] {
  const isFolder = (path: string) => fs.lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  try {
    if (!isFolder(join(out, home))) return [];
    const names = fs.readdirSync(join(out, home)).filter((name) => /^[0-9a-f]{8}-\d+-[0-9a-f]{16}$/.test(name));
    return names.map((name) => join(out, home, name)).filter(isFolder);
  } catch {
    return [];
  }
}

/** Does what a dead build still had to do, when it had got as far as its journal; else removes what it had begun. */
function recover(out: string, ticket: string): void {
  if (fs.existsSync(join(ticket, journalName))) finish(out, ticket);
  remove(ticket);
}

/** Puts the drafts in their places, without a pause in which a signal could end it. When one cannot be, all are taken back. */
function finish(out: string, ticket: string, tell: (step: Step) => void = () => {}): void {
  const goes = (index: number) => fs.existsSync(join(ticket, `${index}${goneEnding}`));
  const moves = readJournal(ticket).map((path, index) => ({
    goes: goes(index),
    draft: join(ticket, goes(index) ? `${index}${goneEnding}` : `${index}`),
    old: join(ticket, `${index}.old`),
    final: join(out, path),
  }));
  const waiting = moves.filter(({ draft }) => fs.existsSync(draft));
  try {
    for (const { old, final } of waiting) save(final, old);
    tell('saved');
    for (const { goes, draft, final } of waiting) {
      makeFolder(dirname(final));
      if (goes) fs.rmSync(final, { force: true });
      if (goes) fs.rmSync(draft);
      else fs.renameSync(draft, final);
      tell('renamed');
    }
    for (const folder of new Set(moves.map(({ final }) => dirname(final)))) syncFolder(folder);
  } catch (error) {
    for (const { draft, old, final } of moves) if (!fs.existsSync(draft)) takeBack(final, old);
    fs.rmSync(join(ticket, journalName), { force: true });
    throw error;
  }
  fs.rmSync(join(ticket, journalName));
  tell('done');
}

/** The paths in a journal, by number of their drafts; none when it is not one of tieout. */
function readJournal(ticket: string): string[] {
  try {
    const paths: unknown = JSON.parse(fs.readFileSync(join(ticket, journalName), 'utf8'));
    return Array.isArray(paths) && paths.every(isInside) ? paths : [];
  } catch {
    return [];
  }
}

/** True for a relative path that stays where it is put. */
function isInside(path: unknown): path is string {
  return typeof path === 'string' && /^[^/\\\0]/.test(path) && !/^[a-z]:/i.test(path) && !normalize(path).split(sep).includes('..');
}

/** Keeps what stands at `final` as `old`: by a second link where the file system has them. */
function save(final: string, old: string): void {
  if (fs.existsSync(old) || !fs.lstatSync(final, { throwIfNoEntry: false })) return;
  try {
    fs.linkSync(final, old);
  } catch {
    fs.cpSync(final, `${old}.part`, { verbatimSymlinks: true, preserveTimestamps: true });
    fs.renameSync(`${old}.part`, old);
  }
}

function takeBack(final: string, old: string): void {
  if (fs.lstatSync(old, { throwIfNoEntry: false })) fs.renameSync(old, final);
  else fs.rmSync(final, { force: true });
}

/** Why `path` cannot be written under `out`: a folder or device in its place, a folder on its way that is none or forbids it. */
function targetProblems(out: string, path: string): Problem[] {
  const inTheWay = folderProblems(out, dirname(path));
  const facts = inTheWay.length > 0 ? undefined : fs.lstatSync(join(out, path), { throwIfNoEntry: false });
  if (!facts || facts.isFile() || facts.isSymbolicLink()) return inTheWay;
  return [refused(join(out, path), 'it is not a file, and a file is to be written here')];
}

const refused = (file: string, reason: string) => problem({ file }, 'unwritable', reason, 'remove it, or give another folder with --out');

function folderProblems(out: string, path: string): Problem[] {
  const folder = join(out, path);
  const facts = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (path === '.' || !facts) return [];
  if (!facts.isDirectory()) return [refused(folder, 'it is not a folder, and files are to be written in it')];
  fs.accessSync(folder, fs.constants.W_OK);
  return [];
}

/** Writes a file of its own, and has it on the disk when it returns. */
function writeSafely(file: string, content: string | Uint8Array): void {
  fs.writeFileSync(file, content, { flag: 'wx', flush: true });
}

/** Has the names in a folder on the disk, where the system can do that. */
function syncFolder(folder: string): void {
  try {
    const handle = fs.openSync(folder, 'r');
    fs.fsyncSync(handle);
    fs.closeSync(handle);
  } catch {
    // Windows cannot.
  }
}

function remove(folder: string): void {
  try {
    fs.rmSync(folder, { recursive: true, force: true });
  } catch {
    // The next build tries again.
  }
}

function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    // It is not there, or holds the list.
  }
}
