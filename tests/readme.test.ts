import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { usages } from '../scripts/help.ts';
import { startProject } from '../scripts/init/index.ts';
import { home, makeFolder } from './project.ts';

/** A fenced block: its language, the file that it is, what it holds. */
interface Block {
  language: string;
  file: string | undefined;
  text: string;
}

const readme = await readFile(join(home, 'README.md'), 'utf8');
const tasks = readme.slice(readme.indexOf('\n## Tasks\n'), readme.indexOf('\n## What the build refuses\n'));
const blocks: Block[] = [...tasks.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, text]) => ({
  language: language as string,
  file,
  text: text as string,
}));

let root: string;
beforeAll(async () => {
  root = join(await makeFolder(), 'deck');
  await startProject(root, 'en', '1.0.0');
  await run('npx tieout build');
});

/** Runs a line of the README, with this tieout for the installed one. */
function run(line: string): Promise<{ code: number; said: string }> {
  const command = line.replace(/^npx tieout\b/, `"${process.execPath}" "${join(home, 'scripts/tieout.mjs')}"`);
  return new Promise((resolve) => {
    execFile('sh', ['-c', command], { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, said: `${stdout}${stderr}` }),
    );
  });
}

/** Puts a block where the README says: a file of its own, or an entry among the resources. */
async function paste({ file, text }: Block): Promise<void> {
  const path = join(root, file as string);
  if (file !== 'data/datapackage.json') return writeFile(path, text);
  const descriptor = JSON.parse(await readFile(path, 'utf8')) as { resources: unknown[] };
  descriptor.resources.push(JSON.parse(text));
  return writeFile(path, JSON.stringify(descriptor, undefined, 2));
}

test('every command of the tasks is one', () => {
  const lines = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.trim().split('\n'));
  const names = lines.flatMap((line) => /^npx tieout (\w+)/.exec(line)?.[1] ?? []);
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => !(name in usages))).toEqual([]);
});

test('each task does what it says, pasted as it stands, one after the other', async () => {
  for (const block of blocks) {
    if (block.file) await paste(block);
    for (const line of block.language === 'sh' ? block.text.trim().split('\n') : []) {
      // They open a browser, and watch does not end.
      if (/^npx tieout (?:watch|open)\b/.test(line)) continue;
      const { code, said } = await run(line);
      expect(code, `${line}\n${said}`).toBe(/ verify /.test(line) ? 1 : 0);
      if (line.startsWith('cp ')) {
        const file = join(root, 'data/sales.csv');
        await writeFile(file, (await readFile(file, 'utf8')).replace('2025-12,561.2', '2025-12,571.2'));
      }
    }
  }
  const built = await run('npx tieout build');
  expect(built.said).toMatch(/deck\.en\.pdf .* 8 pages/);
  expect(built.code, built.said).toBe(0);
}, 180_000);
