import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageFolder } from './packages.ts';

/** Where results that are slow to make are kept between runs: each file's name holds what it depends on. */
export const cacheFolder = join(dirname(packageFolder('vega-lite')), '.cache', 'tieout');

/** The hash of tieout's own code when it runs from its bundle; undefined when it runs from source. */
export const codeId = /bundle-([0-9a-f]{16})/.exec(import.meta.url)?.[1];

const keptFor = 7 * 86_400_000;
const swept = new Map<string, Promise<void>>();

/** The result of `make`, kept in the cache folder under the hash of all that it depends on (`inputs`). */
export async function cached(kind: string, inputs: readonly (string | Uint8Array)[], make: () => Promise<Buffer>): Promise<Buffer> {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(input).update('\0');
  const folder = join(cacheFolder, kind);
  const file = join(folder, hash.digest('hex').slice(0, 32));
  const known = await readFile(file).catch(() => undefined);
  if (known) {
    const now = new Date();
    await utimes(file, now, now).catch(() => {});
    return known;
  }
  const made = await make();
  await mkdir(folder, { recursive: true });
  if (!swept.has(kind)) swept.set(kind, sweep(folder));
  await swept.get(kind);
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, made);
  await rename(draft, file);
  return made;
}

/** Removes what no build has asked for in a week. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const facts = await stat(join(folder, name)).catch(() => undefined);
    if (facts && Date.now() - facts.mtimeMs > keptFor) await rm(join(folder, name), { force: true });
  }
}
