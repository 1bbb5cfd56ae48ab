// Folders that outlive a run (kept) and folders that must not (scratch). Plain JavaScript, because the command needs
// them before there is a bundle; the types are in folders.d.mts.
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';

const sealName = 'seal.json';
const keptFor = 7 * 86_400_000;
/** Files above this many bytes are known by size and time; hashing the browser at each start would cost more than it starts in. */
const hashedUpTo = 16 * 2 ** 20;

/** No folder can be written to; the message says which were tried, and what to do. */
export class NoFolderError extends Error {
  name = 'NoFolderError';
}

const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
// The command and its bundle each hold a copy of this module, in one process.
const key = Symbol.for('tieout.folders');
globalThis[key] ??= { names: new Set(), scratch: undefined, cacheIsFull: false };
const own = globalThis[key];

/** A name for a folder or file that belongs to this process, which {@link isAbandoned} can tell later. */
export function ownName() {
  const name = `${host}-${process.pid}-${randomBytes(8).toString('hex')}`;
  own.names.add(name);
  return name;
}

/**
 * True when `path`, whose name was given by {@link ownName}, belongs to no running process. Of another machine's
 * processes (a shared folder) only the age tells: `mostAge` in ms.
 */
export function isAbandoned(path, mostAge = keptFor) {
  const name = basename(path);
  const [, owner, pid] = /^([0-9a-f]{8})-(\d+)-[0-9a-f]{16}$/.exec(name) ?? [];
  if (owner === undefined || own.names.has(name)) return false;
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return age > mostAge || (owner === host && (Number(pid) === process.pid || !isRunning(Number(pid))));
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Removes what dead processes left in `folder`. */
export function removeAbandoned(folder) {
  for (const name of namesIn(folder)) {
    try {
      if (isAbandoned(join(folder, name))) rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Somebody else removes it too.
    }
  }
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * A folder of this process, removed when it ends: below `cache`, else in the system's folder for temporary files.
 * What dead processes left in either goes at the same time. Throws a {@link NoFolderError} when neither takes it.
 */
export function scratchFolder(cache) {
  if (own.scratch !== undefined && existsSync(own.scratch)) return own.scratch;
  const parents = [join(cache, 'scratch'), join(tmpdir(), 'tieout-scratch')];
  for (const parent of own.cacheIsFull ? parents.slice(1) : parents) {
    const folder = join(parent, ownName());
    try {
      if (parent === parents[1]) statSync(tmpdir());
      removeAbandoned(parent);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      process.once('exit', () => removeScratch(folder));
      own.scratch = folder;
      return folder;
    } catch {
      // The next one may do.
    }
  }
  throw noFolder(parents);
}

const noFolder = ([first]) =>
  new NoFolderError(
    `no temporary files can be written, neither in "${first}" nor in "${tmpdir()}": make room or give access, or set TMPDIR`,
  );

function removeScratch(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    // The folder around it goes with the last of them.
    rmdirSync(dirname(folder));
  } catch {
    // Others are at work in it, or the next run removes it.
  }
}

/** What takes long where it is not kept, by the first word of its folder. */
const firstTimes = {
  bundle: 'tieout is put together from its sources, some seconds',
  chromium: 'the browser is unpacked, some seconds',
  schema: 'the schema of Vega-Lite is compiled, some seconds',
};

function sayAtTerminal(text) {
  if (process.stderr.isTTY) process.stderr.write(`note   ${text}\n`);
}

export function tellFirstTimes(say) {
  own.say = say;
}

/**
 * The folder `name` of the cache, filled by `make` when it is not there or not as it was sealed. Where the cache
 * cannot be written to, it is made in the scratch folder, for this run alone.
 */
export async function keptFolder(cache, name, make) {
  const folder = join(cache, name);
  if (isSealed(folder)) {
    touch(folder);
    return folder;
  }
  const what = firstTimes[name.split('-')[0]];
  if (what) (own.say ?? sayAtTerminal)(`${what}; this is done once`);
  const draft = await fill(cache, name, make);
  return replaceFolder(draft, folder) ? folder : draft;
}

/** Makes and seals a draft; once more elsewhere when there is no room beside the cache. */
async function fill(cache, name, make) {
  const draft = join(scratchFolder(cache), name);
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    await make(draft);
    seal(draft);
    return draft;
  } catch (error) {
    if (!/ENOSPC|EDQUOT|EROFS|no space|os error (?:28|30|122)\b/i.test(`${error.code} ${error.message}`)) throw error;
    rmSync(draft, { recursive: true, force: true });
    if (own.cacheIsFull) throw noFolder([cache]);
    Object.assign(own, { cacheIsFull: true, scratch: undefined });
    return fill(cache, name, make);
  }
}

/** Puts a sealed draft in the place of what stands there. False when that cannot be; another process may have been first. */
function replaceFolder(draft, folder) {
  for (let tries = 0; tries < 3; tries++) {
    try {
      mkdirSync(dirname(folder), { recursive: true });
      renameSync(draft, folder);
      return true;
    } catch {
      if (isSealed(folder)) return true;
    }
    try {
      renameSync(folder, join(dirname(draft), ownName()));
    } catch {
      return false;
    }
  }
  return false;
}

function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((each) => each.isFile()).map((each) => join(each.parentPath ?? each.path, each.name));
  return files.map((each) => each.slice(folder.length + 1)).filter((each) => each !== sealName);
}

const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Writes down the files of a folder: size, time and hash of each. */
function seal(folder) {
  const files = filesIn(folder).map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return [name.replaceAll(sep, '/'), { size, mtimeMs, hash: hashOf(join(folder, name)) }];
  });
  const text = JSON.stringify({ name: basename(folder), files: Object.fromEntries(files) });
  writeFileSync(join(folder, sealName), JSON.stringify({ text, hash: createHash('sha256').update(text).digest('hex') }));
}

/** True when each file of the folder is as it was sealed. */
function isSealed(folder) {
  try {
    const { text, hash } = JSON.parse(readFileSync(join(folder, sealName), 'utf8'));
    if (createHash('sha256').update(text).digest('hex') !== hash) return false;
    const { name, files } = JSON.parse(text);
    return name === basename(folder) && Object.entries(files).every(([path, facts]) => isAsSealed(join(folder, path), facts));
  } catch {
    return false;
  }
}

function isAsSealed(file, { size, mtimeMs, hash }) {
  const facts = statSync(file);
  if (!facts.isFile() || facts.size !== size) return false;
  return (size > hashedUpTo && facts.mtimeMs === mtimeMs) || hashOf(file) === hash;
}

/** Notes that something kept was used, so that {@link removeUnused} leaves it. */
export function touch(path) {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // It is kept by others, who may write there.
  }
}

/**
 * Removes from a folder what nobody has used for a week (names that match `pattern`), then the longest unused until
 * the rest is at most `mostBytes`.
 */
export function removeUnused(folder, pattern, mostBytes = Number.POSITIVE_INFINITY) {
  const facts = (name) => ({ path: join(folder, name), ...pick(statSync(join(folder, name), { throwIfNoEntry: false })) });
  const newestFirst = namesIn(folder)
    .filter((name) => pattern.test(name))
    .map(facts)
    .sort((a, b) => b.used - a.used);
  let total = 0;
  for (const { path, size, used } of newestFirst) {
    total += size;
    if (total <= mostBytes && Date.now() - used <= keptFor) continue;
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // It is not ours to remove.
    }
  }
}

const pick = (facts) => ({ size: facts?.size ?? 0, used: facts?.mtimeMs ?? 0 });
