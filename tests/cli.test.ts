import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { home, layProject, makeFolder, projects } from './project.ts';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command as people do. */
function tieout(words: readonly string[], cwd = home, env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env } };
    execFile(process.execPath, [join(home, 'scripts/tieout.mjs'), ...words], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe('wrong usage exits 2 and says where to look', () => {
  test.each([[[]], [['bulid']], [['build', '--colour']], [['build', '--formats', 'docx']], [['build', '--root']]])('%j', async (words) => {
    const { code, stderr } = await tieout(words);
    expect(stderr).toContain('tieout --help');
    expect(code).toBe(2);
  });
});

test.each(['2025-02-30', '2025-13-45', '2025-1-1', 'today'])('--date %s is no day of the calendar', async (date) => {
  const { code, stderr } = await tieout(['check', '--date', date, '--root', await layProject()]);
  expect(stderr).toContain(`--date takes a date of the calendar such as 2025-10-15, not "${date}"`);
  expect(code).toBe(2);
});

test('--help and --version exit 0', async () => {
  const help = await tieout(['--help']);
  expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('tieout build')]);
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  expect(await tieout(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([['-h'], ['help']])('%s is --help', async (word) => {
  expect(await tieout([word])).toEqual(await tieout(['--help']));
});

test.each([
  ['help', 'diff'],
  ['diff', '--help'],
  ['diff', '-h'],
  ['-h', 'diff'],
])('%s %s is the help of one command', async (...words) => {
  const { code, stdout } = await tieout(words);
  expect(stdout).toMatch(/^tieout diff <old> \[<new>\]\n[\s\S]*--slide/);
  expect(stdout).not.toContain('--formats');
  expect(code).toBe(0);
});

test.each([
  [['bulid'], 'unknown command "bulid": did you mean "build"?'],
  [['help', 'tabels'], 'unknown command "tabels": did you mean "tables"?'],
  [['build', '--formts', 'html'], 'unknown option "--formts": did you mean "--formats"?'],
  [['verify', 'a.pdf', '--open'], '--open is not for verify'],
  [['init', 'deck', '--root', 'x'], '--root is not for init'],
])('%j is wrong usage: %s', async (words, said) => {
  const { code, stderr } = await tieout(words);
  expect(stderr).toContain(said);
  expect(code).toBe(2);
});

test('problems exit 1, and are printed as they are', async () => {
  const root = await layProject('bad-several-files');
  const { code, stderr } = await tieout(['build', '--root', root, '--formats', 'html']);
  expect(stderr).toBe(await readFile(join(projects, 'bad-several-files/expected.txt'), 'utf8'));
  expect(code).toBe(1);
});

test('an unknown deck is a problem with a nearest name', async () => {
  const { code, stderr } = await tieout(['check', 'base.ne', '--root', await layProject()]);
  expect(stderr).toContain('unknown deck "base.ne"');
  expect(stderr).toContain('did you mean "base.en"?');
  expect(code).toBe(1);
});

test('a folder that is not there is a problem', async () => {
  const { code, stderr } = await tieout(['check', '--root', '/nowhere/at/all']);
  expect(stderr).toContain('there is no such folder');
  expect(code).toBe(1);
});

test('check writes nothing', async () => {
  const root = await layProject();
  expect((await tieout(['check', '--root', root])).code).toBe(0);
  expect(await readdir(root)).not.toContain('dist');
});

test('a named deck is built alone', async () => {
  const root = await layProject();
  expect((await tieout(['build', 'base.en', '--root', root, '--formats', 'html'])).code).toBe(0);
  expect((await readdir(join(root, 'dist'))).filter((name) => name.endsWith('.html'))).toEqual(['base.en.html']);
});

test('an output that cannot be written is a problem', async () => {
  const root = await layProject();
  await writeFile(join(root, 'taken'), 'a file, not a folder');
  const { code, stderr } = await tieout(['build', '--root', root, '--formats', 'html', '--out', join(root, 'taken')]);
  expect(stderr).toContain('[unwritable]');
  expect(stderr).toContain('--out');
  expect(code).toBe(1);
  expect(await readFile(join(root, 'taken'), 'utf8')).toBe('a file, not a folder');
});

test('a browser that is not there is said plainly', async () => {
  const root = await layProject();
  const { code, stderr } = await tieout(['build', '--root', root], home, { CHROME_PATH: '/nowhere/chrome' });
  expect(stderr).toContain('CHROME_PATH');
  expect(stderr).not.toContain('defect');
  expect(code).toBe(1);
});

test('the same input gives the same bytes, wherever and whenever it is built', async () => {
  const root = await layProject();
  const away = await makeFolder();
  await mkdir(join(away, 'deep'), { recursive: true });
  const build = (out: string, cwd: string, env: Record<string, string>) => tieout(['build', '--root', root, '--out', out], cwd, env);
  const [one, two] = [join(away, 'one'), join(away, 'two')];
  const ended = await Promise.all([
    build(one, home, { TZ: 'America/Los_Angeles', LANG: 'C' }),
    build(two, join(away, 'deep'), { TZ: 'Asia/Tokyo', LANG: 'zh_TW.UTF-8', LC_ALL: 'zh_TW.UTF-8' }),
  ]);
  expect(ended.map((each) => each.code)).toEqual([0, 0]);
  const names = (await readdir(one, { recursive: true, withFileTypes: true }))
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(one.length));
  expect(names.filter((name) => /\.(html|pdf|svg)$/.test(name))).toHaveLength(6);
  for (const name of names) expect((await readFile(join(one, name))).equals(await readFile(join(two, name))), name).toBe(true);
});

describe('an output that must not be written to is refused before any work', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['spaces', '  '],
    ['a device', '/dev/null'],
    ['below a device', '/dev/null/dist'],
    ['the project', '<root>'],
    ['above the project', '<root>/..'],
    ['data', '<root>/data'],
    ['below data', '<root>/data/new/dist'],
    ['below slides, by a link', '<root>/link/dist'],
    ['below charts', '<root>/charts/../charts/x'],
    ['a file', '<root>/data/rounds.csv'],
    ['below a file', '<root>/README/dist'],
  ])('%s', async (_, out) => {
    const root = await layProject('bad-several-files', { README: 'a file' });
    await symlink(join(root, 'slides'), join(root, 'link'));
    const { code, stderr } = await tieout(['build', '--root', root, '--formats', 'html', '--out', out.replace('<root>', root)]);
    expect(stderr).toContain('[unwritable]');
    expect(stderr).toContain('\n1 problem;');
    expect(code).toBe(1);
    expect(existsSync(join(root, 'dist'))).toBe(false);
  });

  test.skipIf(process.platform !== 'linux')('where no folder can be made, not even by root', async () => {
    const root = await layProject();
    const { code, stderr } = await tieout(['build', '--root', root, '--formats', 'html', '--out', '/proc/dist']);
    expect(stderr).toContain('[unwritable]');
    expect(code).toBe(1);
  });

  test('a link named dist that leads out of the project, unless it was given', async () => {
    const root = await layProject();
    const away = await makeFolder();
    await symlink(away, join(root, 'dist'));
    const { code, stderr } = await tieout(['build', '--root', root, '--formats', 'html']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('leads out of the project')]);
    expect((await tieout(['build', '--root', root, '--formats', 'html', '--out', away])).code).toBe(0);
  });
});
