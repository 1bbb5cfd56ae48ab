import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, link, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { recoverOutput, writeArtefacts, writtenFiles } from '../../scripts/dist/write.ts';
import { home, layProject, makeFolder, places, problemsOf } from '../project.ts';

type Files = Record<string, string>;

const artefacts = (files: Files) => Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
const before: Files = { 'a.html': 'old a'.repeat(50), 'b.pdf': 'old b'.repeat(50), 'charts/c.svg': 'old c'.repeat(50) };
const after: Files = {
  'a.html': 'new a'.repeat(60),
  'b.pdf': 'new b'.repeat(60),
  'charts/c.svg': 'new c'.repeat(60),
  'charts/d.svg': 'new d',
};

/** Every file below a folder, but for the list of them. */
function filesOf(folder: string): Files {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => !each.isDirectory());
  const paths = files.map((each) => relative(folder, join(each.parentPath, each.name))).filter((path) => path !== '.tieout/files.json');
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** A program that writes `after` to the folder that it is given, in one of two ways. */
async function program(way: 'whole' | 'in place'): Promise<string> {
  const folder = await makeFolder();
  const source = join(folder, 'try.ts');
  const writer = {
    whole: `import { writeArtefacts } from ${JSON.stringify(join(home, 'scripts/dist/write.ts'))};
      export const write = writeArtefacts;`,
    'in place': `import { mkdirSync, writeFileSync } from 'node:fs'; import { dirname, join } from 'node:path';
      const write = (out, all) => { for (const { path, bytes } of all) { mkdirSync(dirname(join(out, path)), { recursive: true }); writeFileSync(join(out, path), bytes); } };`,
  }[way].replace('export const write', 'const write');
  await writeFile(
    source,
    `${writer}\nawait write(process.argv[2], ${JSON.stringify(Object.entries(after))}.map(([path, text]) => ({ path, bytes: Buffer.from(text) })));`,
  );
  const made = await rolldown({ input: source, platform: 'node', logLevel: 'silent' });
  const file = join(folder, 'try.mjs');
  await made.write({ file, format: 'esm' });
  return file;
}

/** What stands in a folder of `before` after each kill of a program that writes `after`, and then the next command. */
async function killedEverywhere(file: string, then: (out: string) => Promise<void>): Promise<Files[]> {
  const found: Files[] = [];
  for (let at = 1; ; at++) {
    const out = join(await makeFolder(), 'dist');
    await writeArtefacts(out, artefacts(before));
    const env = { ...process.env, KILL_AT: String(at), KILL_BELOW: out };
    const killer = fileURLToPath(new URL('../kill.mjs', import.meta.url));
    const { signal, status, stderr } = spawnSync(process.execPath, ['--import', killer, file, out], { env, encoding: 'utf8' });
    if (signal === null) {
      expect([status, stderr]).toEqual([0, '']);
      expect(filesOf(out)).toEqual(after);
      return found;
    }
    await then(out);
    found.push(filesOf(out));
  }
}

describe('a process killed at whatever it does to dist/', () => {
  test('leaves the old files or the new, and nothing else, once the next command has begun', async () => {
    const found = await killedEverywhere(await program('whole'), recoverOutput);
    expect(found.length).toBeGreaterThan(12);
    for (const files of found) expect([before, after]).toContainEqual(files);
    expect(found).toContainEqual(before);
    expect(found).toContainEqual(after);
  }, 120_000);

  test('would be seen to leave a mixture if the files were written in place', async () => {
    const found = await killedEverywhere(await program('in place'), recoverOutput);
    expect(found.some((files) => ![before, after].some((whole) => JSON.stringify(whole) === JSON.stringify(files)))).toBe(true);
  }, 120_000);

  test('and the next build writes its own files over what is left', async () => {
    const newest = { 'a.html': 'newest' };
    const found = await killedEverywhere(await program('whole'), (out) => writeArtefacts(out, artefacts(newest)));
    for (const files of found)
      expect([
        { ...before, ...newest },
        { ...after, ...newest },
      ]).toContainEqual(files);
  }, 120_000);
});

test('what tieout wrote is listed, also of builds before', async () => {
  const out = await makeFolder();
  await writeArtefacts(out, artefacts(before));
  await writeArtefacts(out, artefacts({ 'e.html': 'e' }));
  await rm(join(out, 'b.pdf'));
  await writeArtefacts(out, artefacts({ 'e.html': 'e' }));
  expect(Object.keys(writtenFiles(out))).toEqual(['a.html', 'charts/c.svg', 'e.html']);
  expect(writtenFiles(out)['e.html']).toBe('3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea');
});

test('a file that would not change keeps its time', async () => {
  const out = await makeFolder();
  await writeArtefacts(out, artefacts(before));
  const { statSync } = await import('node:fs');
  const time = statSync(join(out, 'a.html')).mtimeMs;
  await writeArtefacts(out, artefacts({ ...before, 'b.pdf': 'changed' }));
  expect(statSync(join(out, 'a.html')).mtimeMs).toBe(time);
  expect(filesOf(out)).toEqual({ ...before, 'b.pdf': 'changed' });
});

describe('what stands in the way of a file', () => {
  test.each<[string, (out: string) => Promise<unknown>]>([
    ['a folder', (out) => mkdir(join(out, 'b.pdf/inside'), { recursive: true })],
    ['a pipe', async (out) => spawnSync('mkfifo', [join(out, 'b.pdf')])],
    ['a file where a folder is needed', (out) => writeFile(join(out, 'charts'), 'x')],
    ['a link where a folder is needed', async (out) => symlink(await makeFolder(), join(out, 'charts'))],
  ])('%s: nothing is written', async (_, put) => {
    const out = await makeFolder();
    await put(out);
    const problems = await problemsOf(() => writeArtefacts(out, artefacts(after)));
    expect(places(problems)).toEqual([expect.stringMatching(/(b\.pdf|charts) unwritable$/)]);
    expect(existsSync(join(out, 'a.html'))).toBe(false);
    expect(existsSync(join(out, '.tieout'))).toBe(false);
  });

  test('links are replaced, and what they lead to stays', async () => {
    const out = await makeFolder();
    const away = await makeFolder();
    await writeFile(join(away, 'kept'), 'kept');
    await link(join(away, 'kept'), join(out, 'a.html'));
    await symlink(join(away, 'kept'), join(out, 'b.pdf'));
    await writeArtefacts(out, artefacts(after));
    expect(filesOf(out)).toEqual(after);
    expect(await readFile(join(away, 'kept'), 'utf8')).toBe('kept');
  });

  test('a rename that fails after the first is taken back', async () => {
    const out = await makeFolder();
    await writeArtefacts(out, artefacts(before));
    let renamed = 0;
    const fail = (step: string) => {
      if (step === 'renamed' && ++renamed === 2) throw Object.assign(new Error('busy'), { code: 'EBUSY' });
    };
    expect(places(await problemsOf(() => writeArtefacts(out, artefacts(after), fail)))).toEqual([`${out} unwritable`]);
    expect(filesOf(out)).toEqual(before);
  });
});

test('a journal from elsewhere leads to no file outside', async () => {
  const out = join(await makeFolder(), 'dist');
  const ticket = join(out, '.tieout/00000000-1-0000000000000000');
  await mkdir(ticket, { recursive: true });
  await writeFile(join(ticket, '0'), 'evil');
  await writeFile(join(ticket, 'journal.json'), JSON.stringify(['../evil']));
  const { utimesSync } = await import('node:fs');
  utimesSync(ticket, 1, 1);
  await recoverOutput(out);
  expect(existsSync(join(out, '../evil'))).toBe(false);
  expect(existsSync(ticket)).toBe(false);
});

test('builds into one folder wait for each other, and all end whole', async () => {
  const out = await makeFolder();
  const builds = Array.from({ length: 12 }, (_, n) => ({ 'a.html': `a${n}`, 'b.pdf': `b${n}`, 'charts/c.svg': `c${n}` }));
  await Promise.all(builds.map((files) => writeArtefacts(out, artefacts(files))));
  expect(builds).toContainEqual(filesOf(out));
});

describe('the command killed at random moments', () => {
  const tieout = (root: string): ChildProcess =>
    spawn(process.execPath, [join(home, 'scripts/tieout.mjs'), 'build', '--root', root], {
      stdio: 'ignore',
      env: { ...process.env, TMPDIR: join(root, '../tmp') },
    });
  const ended = async (child: ChildProcess) => (await once(child, 'exit')) as [number | null, string | null];
  const decks = (root: string) => {
    const files = filesOf(join(root, 'dist'));
    return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('.tieout')));
  };
  let root: string;
  let [old, now]: Files[] = [];
  const change = async (from: string, to: string) => {
    const path = join(root, 'slides/en/01-overview.md');
    await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  };

  beforeAll(async () => {
    root = await layProject();
    await mkdir(join(root, '../tmp'));
    expect((await ended(tieout(root)))[0]).toBe(0);
    old = decks(root);
    await cp(join(root, 'dist'), join(root, '../old'), { recursive: true });
    await change('#', '# Once more:');
    expect((await ended(tieout(root)))[0]).toBe(0);
    now = decks(root);
    expect(now).not.toEqual(old);
  }, 120_000);

  test.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
    '%s',
    async (signal) => {
      for (const ms of [50, 300, 600, 900, 1200, 1500, 1800, 2100]) {
        await rm(join(root, 'dist'), { recursive: true });
        await cp(join(root, '../old'), join(root, 'dist'), { recursive: true });
        const child = tieout(root);
        const exit = ended(child);
        await new Promise((resolve) => setTimeout(resolve, ms));
        child.kill(signal);
        const [code] = await exit;
        if (signal === 'SIGINT' && code !== null) expect([0, 130]).toContain(code);
        // The browser's command names its profile, which stands in the folder of its process.
        const commands = () => spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout;
        await vi.waitFor(() => expect(commands()).not.toMatch(new RegExp(`scratch/[0-9a-f]{8}-${child.pid}-`)), { timeout: 10_000 });
        await recoverOutput(join(root, 'dist'));
        expect([old, now]).toContainEqual(decks(root));
        expect(readdirSync(join(root, 'dist/.tieout'))).toEqual(['files.json']);
        expect(readdirSync(join(root, '../tmp'))).toEqual([]);
      }
    },
    120_000,
  );
});
