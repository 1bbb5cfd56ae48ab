import { constants } from 'node:fs';
import { access, lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ProjectError, problem } from '../problems.ts';

const inputs = ['data', 'slides', 'charts'];

/**
 * Throws a problem when decks cannot or must not be written to `out`: before any work is done. `out` must be a folder,
 * or a name for one, that can be written to and is not among the project's inputs.
 */
export async function checkOutput(root: string, out: string): Promise<void> {
  const refuse = (reason: string, fix = 'give another folder with --out') =>
    new ProjectError([problem({ file: out || '--out' }, 'unwritable', reason, fix)]);
  if (out.trim() === '' || out.includes('\0'))
    throw refuse('the folder to write to has no name', 'give a folder with --out, or leave it out for dist/');
  const [project, target] = [await realPath(root), await realPath(out)];
  if (target === project) throw refuse('this is the project itself, and decks go into a folder of their own');
  for (const name of inputs) {
    const input = await realPath(join(root, name));
    if (holds(input, target)) throw refuse(`decks would be written among the inputs, in "${name}/"`);
    if (holds(target, input)) throw refuse(`this folder holds the project's "${name}/", and decks go into a folder of their own`);
  }
  // Whoever gave the project chose where this link leads.
  if (resolve(out) === resolve(root, 'dist') && !holds(project, target))
    throw refuse('"dist" is a link that leads out of the project', 'remove the link, or give the folder that it leads to with --out');
  const facts = await stat(target).catch(() => undefined);
  if (facts && !facts.isDirectory()) throw refuse(`this is a ${facts.isFile() ? 'file' : 'device'}, not a folder`);
  const parent = await nearestFolder(target);
  if (!facts && (await lstat(parent)).isFile()) throw refuse(`"${parent}" is a file, not a folder`);
  const { code } = await access(parent, constants.W_OK | constants.X_OK).then(
    () => ({ code: undefined }),
    (error: NodeJS.ErrnoException) => error,
  );
  if (code) throw refuse(`the output cannot be written (${code})`, 'make the folder writable, or give another with --out');
}

/** The path with every link followed, as far as it exists. */
async function realPath(path: string): Promise<string> {
  const full = resolve(path);
  const real = await realpath(full).catch(() => undefined);
  if (real !== undefined || dirname(full) === full) return real ?? full;
  return join(await realPath(dirname(full)), basename(full));
}

/** The folder itself or the nearest above it that exists, or what stands there in its place. */
async function nearestFolder(path: string): Promise<string> {
  const there = await lstat(path).catch(() => undefined);
  return there || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** True when `inner` is `outer` or stands below it. */
function holds(outer: string, inner: string): boolean {
  const way = relative(outer, inner);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}
