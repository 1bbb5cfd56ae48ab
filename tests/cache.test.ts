import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { allKept, cached, cacheFolder } from '../scripts/cache.ts';
import { isAbandoned, keptFolder, ownName, removeUnused, scratchFolder } from '../scripts/folders.mjs';
import { remember } from '../scripts/remember.ts';
import { home, layProject, makeFolder } from './project.ts';

const kind = `test-${process.pid}`;
const folder = join(cacheFolder, kind);

afterEach(() => spawnSync('rm', ['-rf', folder]));

/** Ways to damage a file, from which nothing of it may be believed. */
const damages: [string, (file: string) => void][] = [
  ['emptied', (file) => truncateSync(file, 0)],
  ['cut', (file) => truncateSync(file, statSync(file).size - 1)],
  ['cut to its hash', (file) => truncateSync(file, 32)],
  ['longer', (file) => writeFileSync(file, 'x', { flag: 'a' })],
  [
    'one bit off',
    (file) =>
      writeFileSync(
        file,
        readFileSync(file).map((byte, at) => (at === statSync(file).size - 2 ? byte ^ 1 : byte)),
      ),
  ],
  ['another text', (file) => writeFileSync(file, 'another text')],
];

describe('a kept result', () => {
  const ask = async (input: string) => {
    let made = 0;
    const bytes = await cached(kind, [input], async () => {
      made++;
      return Buffer.from(`result of ${input}`);
    });
    await allKept();
    return [bytes.toString(), made];
  };

  test('is made once', async () => {
    expect(await ask('a')).toEqual(['result of a', 1]);
    expect(await ask('a')).toEqual(['result of a', 0]);
    expect(await ask('b')).toEqual(['result of b', 1]);
  });

  test.each(damages)('%s is made again', async (_, damage) => {
    await ask('a');
    damage(join(folder, readdirSync(folder)[0] as string));
    expect(await ask('a')).toEqual(['result of a', 1]);
    expect(await ask('a')).toEqual(['result of a', 0]);
  });

  test('in the place of another is made again', async () => {
    await ask('a');
    const [first] = readdirSync(folder) as [string];
    await ask('b');
    const second = readdirSync(folder).find((each) => each !== first) as string;
    writeFileSync(join(folder, second), readFileSync(join(folder, first)));
    expect(await ask('b')).toEqual(['result of b', 1]);
  });

  test('that cannot be kept is given all the same', async () => {
    await mkdir(cacheFolder, { recursive: true });
    await writeFile(folder, 'a file where the folder should be');
    expect(await ask('a')).toEqual(['result of a', 1]);
    expect(await ask('a')).toEqual(['result of a', 1]);
  });
});

describe('a kept folder', () => {
  const keep = async (cache: string) => {
    let made = 0;
    const path = await keptFolder(cache, 'things-1', async (draft) => {
      made++;
      await mkdir(join(draft, 'deep'));
      await writeFile(join(draft, 'deep/one'), 'the first thing');
      await writeFile(join(draft, 'two'), 'the second thing');
    });
    expect(readFileSync(join(path, 'deep/one'), 'utf8')).toBe('the first thing');
    return made;
  };

  test.each(damages)('with a file %s is made again', async (_, damage) => {
    const cache = await makeFolder();
    expect(await keep(cache)).toBe(1);
    expect(await keep(cache)).toBe(0);
    damage(join(cache, 'things-1/deep/one'));
    expect(await keep(cache)).toBe(1);
    damage(join(cache, 'things-1/seal.json'));
    expect(await keep(cache)).toBe(1);
    expect(await keep(cache)).toBe(0);
  });

  test('is made elsewhere when it cannot be kept', async () => {
    const file = join(await makeFolder(), 'file');
    await writeFile(file, 'no folder');
    expect(await keep(join(file, 'cache'))).toBe(1);
  });
});

describe('what dead processes left', () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

  test('is told from what living ones have', () => {
    expect(isAbandoned(join('/nowhere', ownName()))).toBe(false);
    expect(isAbandoned(`/nowhere/${host}-${dead}-0123456789abcdef`)).toBe(true);
    expect(isAbandoned(`/nowhere/${host}-${process.pid}-0123456789abcdef`), 'a process of the same number').toBe(true);
    expect(isAbandoned('/nowhere/somebody-elses')).toBe(false);
  });

  test('goes with the next', async () => {
    const cache = await makeFolder();
    const left = join(cache, 'scratch', `${host}-${dead}-0123456789abcdef`);
    await mkdir(join(left, 'deep'), { recursive: true });
    const script = `import(${JSON.stringify(join(home, 'scripts/folders.mjs'))}).then(({ scratchFolder }) => console.log(scratchFolder(${JSON.stringify(cache)})))`;
    const own = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout.trim();
    expect(basename(own)).toMatch(new RegExp(`^${host}-`));
    expect([existsSync(left), existsSync(own), readdirSync(cache)]).toEqual([false, false, []]);
  });
});

test('what nobody used for a week goes, and the longest unused of what is too much', async () => {
  const cache = await makeFolder();
  const day = 86_400;
  const now = Date.now() / 1000;
  for (const [name, age] of [
    ['k-new', 0],
    ['k-day', 1],
    ['k-two', 2],
    ['k-old', 8],
    ['other', 30],
  ] as const) {
    writeFileSync(join(cache, name), 'x'.repeat(100));
    utimesSync(join(cache, name), now - age * day, now - age * day);
  }
  removeUnused(cache, /^k-/, 250);
  expect(readdirSync(cache).sort()).toEqual(['k-day', 'k-new', 'other']);
});

test('without HOME and with a TMPDIR that is not there it builds', async () => {
  const root = await layProject();
  const { HOME: _, ...env } = process.env;
  const words = [join(home, 'scripts/tieout.mjs'), 'build', '--root', root];
  const { status, stderr } = spawnSync(process.execPath, words, { env: { ...env, TMPDIR: '/nowhere/tmp' }, encoding: 'utf8' });
  expect(stderr).toContain('done in');
  expect(status).toBe(0);
});

// As root nothing is forbidden.
test.skipIf(process.getuid?.() === 0)('a folder without access is passed over for the next', async () => {
  const cache = await makeFolder();
  chmodSync(cache, 0o500);
  expect(scratchFolder(cache).startsWith(cache)).toBe(false);
});

test('work that is remembered is done once for a key, until others have come after it', () => {
  const known = remember<number>(2);
  const made: string[] = [];
  const get = (key: string) => known(key, () => made.push(key));
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) get(key);
  // Of three the one that was not asked for the longest makes room.
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
