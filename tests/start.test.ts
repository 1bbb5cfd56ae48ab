import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { cacheFolder } from '../scripts/cache.ts';
import { isAbandoned } from '../scripts/folders.mjs';
import { home, makeFolder } from './project.ts';

// A copy of the command with the packages of this one.
let copy: string;
beforeAll(async () => {
  copy = await makeFolder();
  for (const name of ['scripts', 'package.json']) cpSync(join(home, name), join(copy, name), { recursive: true });
  symlinkSync(join(home, 'node_modules'), join(copy, 'node_modules'));
});

const run = (...words: string[]) => execFileSync(process.execPath, [join(copy, 'scripts/tieout.mjs'), ...words], { encoding: 'utf8' });

/** Writes a text of the same length with the same times, as a tool may that wants to hide it. */
function replaceUnseen(file: string, from: string, to: string): void {
  const { atime, mtime } = statSync(file);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  expect(to.length).toBe(from.length);
  writeFileSync(file, text.replaceAll(from, to));
  utimesSync(file, atime, mtime);
}

/** The bundle that the copy runs: the one last used. */
const bundle = () => {
  const time = (name: string) => statSync(join(cacheFolder, name)).mtimeMs;
  const names = readdirSync(cacheFolder).filter((name) => /^bundle-[0-9a-f]+$/.test(name));
  return join(cacheFolder, names.sort((a, b) => time(b) - time(a))[0] as string);
};

/** Waits until no file is so young that its times may hide a change. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 2100));

test('the command runs its sources as they are, however they were changed', async () => {
  expect(run('--help')).toContain('write the decks');
  const scratch = join(cacheFolder, 'scratch');
  const left = existsSync(scratch) ? readdirSync(scratch).filter((name) => isAbandoned(join(scratch, name))) : [];
  expect(left, 'what it worked in is gone').toEqual([]);
  await settle();
  expect(run('--help')).toContain('write the decks');
  replaceUnseen(join(copy, 'scripts/help.ts'), 'write the decks', 'print the decks');
  expect(run('--help')).toContain('print the decks');
  replaceUnseen(join(copy, 'scripts/help.ts'), 'print the decks', 'paint the decks'.slice(0, 15));
  expect(run('--help')).toContain('paint the decks'.slice(0, 15));
}, 180_000);

test('a damaged bundle is made again, and so is damaged compiled code', async () => {
  run('--help');
  await settle();
  run('--help');
  const made = join(bundle(), 'main.cjs');
  const [whole] = [readFileSync(made, 'utf8')];
  replaceUnseen(made, 'the decks', 'XXX decks');
  expect(run('--help')).not.toContain('XXX');
  expect(readFileSync(made, 'utf8')).toBe(whole);
  run('--help');
  const [version] = readdirSync(bundle()).filter((name) => name.startsWith('code-')) as [string];
  const code = join(bundle(), version, 'none', 'main.cjs');
  const bytes = readFileSync(code);
  writeFileSync(
    code,
    bytes.map((byte, at) => (at > 100 && at % 7 === 0 ? byte ^ 255 : byte)),
  );
  expect(run('--help')).toContain('the decks');
}, 180_000);
