import { basename, join, relative, resolve, sep } from 'node:path';
import type { FSWatcher } from 'chokidar';

/** How long the files must be quiet before a change is told, and how long one may wait for that, in ms. */
const quiet = 15;
const mostWait = 150;

/** Folders of others, and what begins with a dot, are no input. */
const isForeign = (name: string) => name === 'node_modules' || (name.startsWith('.') && name.length > 1);

/**
 * Calls `changed` when a file under `root` was written, added or removed, once for many that come close together.
 * `out`, where decks are written, is left out. Gives what ends the watch, when all files are watched.
 */
export async function watchFolder(root: string, out: string, changed: () => void): Promise<() => Promise<void>> {
  const [top, written] = [resolve(root), resolve(out)];
  const isIgnored = (path: string) => {
    const full = resolve(path);
    return full === written || full.startsWith(written + sep) || relative(top, full).split(sep).some(isForeign);
  };
  const { tell, stop } = gather(changed);
  const begin = (usePolling: boolean) => watchAll(top, isIgnored, tell, usePolling);
  // Where the system gives no more watches, the files are looked at again and again.
  const watcher = await begin(false).catch((error: NodeJS.ErrnoException) =>
    ['ENOSPC', 'EMFILE', 'ENFILE'].includes(error.code ?? '') ? begin(true) : Promise.reject(error),
  );
  return async () => {
    stop();
    await watcher.close();
  };
}

async function watchAll(top: string, isIgnored: (path: string) => boolean, tell: () => void, usePolling: boolean): Promise<FSWatcher> {
  const { watch } = await import('chokidar');
  const watcher = watch(top, { ignored: isIgnored, ignoreInitial: true, usePolling });
  watcher.on('all', tell);
  // Of two changes of a file within 50 ms the second is told as a raw one only.
  watcher.on('raw', (_event, name: string | null, details) => {
    const { watchedPath } = details as { watchedPath: string };
    const path = name && name !== basename(watchedPath) ? join(watchedPath, name) : watchedPath;
    if (!isIgnored(path)) tell();
  });
  try {
    await new Promise<void>((ready, failed) => watcher.once('ready', ready).once('error', failed));
  } catch (error) {
    await watcher.close();
    throw error;
  }
  watcher.on('error', () => {});
  return watcher;
}

/** Makes one call of many: when none has come for a while, or the first has waited long enough. */
function gather(call: () => void): { tell: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let first = 0;
  const fire = () => {
    timer = undefined;
    call();
  };
  const tell = () => {
    const now = performance.now();
    if (timer) clearTimeout(timer);
    else first = now;
    timer = setTimeout(fire, Math.max(0, Math.min(quiet, first + mostWait - now)));
  };
  return { tell, stop: () => clearTimeout(timer) };
}
