import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageFolder } from './packages.ts';

/** Where results that are slow to make are kept between runs: each file's name holds what it depends on. */
export const cacheFolder = join(dirname(packageFolder('vega-lite')), '.cache', 'tieout');

const keptFor = 7 * 86_400_000;
let swept: Promise<void> | undefined;

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
  swept ??= sweep(folder);
  await swept;
  const draft = `${file}.${process.pid}`;
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
