import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { cacheFolder } from '../scripts/cache.ts';
import { makeReport } from '../scripts/report.ts';
import { home, layProject } from './project.ts';

const { TERM } = process.env;
afterEach(() => {
  process.env.TERM = TERM ?? 'xterm';
});

/** What a report writes to a stream, when `work` is told to it. */
function written(stream: { isTTY?: boolean; columns?: number }, work: (report: ReturnType<typeof makeReport>) => void): string {
  const through = Object.assign(new PassThrough(), stream);
  work(makeReport(through as unknown as NodeJS.WriteStream));
  return String(through.read() ?? '');
}

function work(report: ReturnType<typeof makeReport>): void {
  report.expect?.('chart', 2);
  report.expect?.('pdf', 1);
  report.doing?.('reading 3 datasets');
  report.artefact('chart', 'valuation.en', 41.2);
  report.note('a note');
  report.artefact('chart', 'peers.en', 3);
  report.artefact('pdf', 'base.en.pdf', 900);
  report.end('done\n');
}

test('a terminal has one line, which says what is done and what is left, and goes away', () => {
  process.env.TERM = 'xterm';
  const gone = '\r\u001b[2K';
  expect(written({ isTTY: true, columns: 80 }, work)).toBe(
    [
      'reading 3 datasets',
      'chart  1 of 2  valuation.en; then 1 pdf',
      'note   a note\nchart  2 of 2  peers.en; then 1 pdf',
      'pdf    1 of 1  base.en.pdf',
      'done\n',
    ].join(gone),
  );
});

test.each([
  ['a pipe', {}, 'xterm'],
  ['a dumb terminal', { isTTY: true }, 'dumb'],
])('%s has plain lines', (_, stream, term) => {
  process.env.TERM = term;
  expect(written(stream, work)).toBe(
    'chart  valuation.en                    41 ms\nnote   a note\nchart  peers.en                         3 ms\npdf    base.en.pdf                    900 ms\ndone\n',
  );
});

test('a line is never wider than the terminal, as it could not be taken back', () => {
  process.env.TERM = 'xterm';
  const text = written({ isTTY: true, columns: 20 }, (report) => report.artefact('chart', '輪次核對輪次核對輪次核對', 1));
  expect(text).toBe('chart  輪次核對輪次');
});

const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

/** Runs tieout at a terminal; `typed` is typed when `when` has been shown. */
function atTerminal(words: readonly string[], when?: RegExp, typed = ''): Promise<{ code: number | null; shown: string }> {
  const command = [process.execPath, join(home, 'scripts/tieout.mjs'), ...words].map((each) => `'${each}'`).join(' ');
  const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], { env: { ...process.env, TERM: 'xterm' } });
  let shown = '';
  child.stdout.on('data', (bytes: Buffer) => {
    const before = when?.test(shown);
    shown += bytes;
    if (when?.test(shown) && !before) child.stdin.write(typed);
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, shown })));
}

/** The processes that know of a folder. */
const processesOf = (folder: string) =>
  new Promise<string>((resolve) => execFile('pgrep', ['-af', folder], (_, stdout) => resolve(stdout)));

/** Folders for temporary files whose process, which their names tell, is no more. */
function abandoned(): string[] {
  const folder = join(cacheFolder, 'scratch');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => !existsSync(`/proc/${name.split('-')[1]}`));
}

test.runIf(hasTerminal)('the problems of a project stand on lines of their own at a terminal', async () => {
  const { code, shown } = await atTerminal(['build', '--root', await layProject('bad-check'), '--formats', 'html']);
  expect(code).toBe(1);
  const lines = shown.replaceAll('\r\n', '\n').split('\r\u001b[2K').at(-1);
  expect(lines).toBe(await readFile(join(home, 'tests/projects/bad-check/expected.txt'), 'utf8'));
});

test.runIf(hasTerminal)('Ctrl-C stops at once, and leaves dist/ as it was and nothing behind', async () => {
  // A slide that no build has made before, so that there is something to stop.
  const unheard = [...String(Date.now())].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const root = await layProject(undefined, { 'slides/en/03-more.md': `# ${unheard}\n` });
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'dist', 'base.en.html'), 'as it was');
  const before = abandoned();
  const { code, shown } = await atTerminal(['build', '--root', root], /reading \d+ datasets/, '\u0003');
  expect(code).toBe(130);
  expect(shown).not.toContain('done in');
  expect(shown.trimEnd().endsWith('\u001b[2K')).toBe(true);
  expect(readdirSync(join(root, 'dist'))).toEqual(['base.en.html']);
  expect(await readFile(join(root, 'dist', 'base.en.html'), 'utf8')).toBe('as it was');
  expect(await processesOf(root)).toBe('');
  expect(abandoned().filter((each) => !before.includes(each))).toEqual([]);
});
