import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { home, layProject } from '../project.ts';
import { ended } from './session.ts';

/** Of util-linux: gives a process a terminal. */
const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

function watchInTerminal(root: string, words = '') {
  const command = `exec "${process.execPath}" "${join(home, 'scripts/tieout.mjs')}" watch ${words} --root "${root}"`;
  const child = spawn('script', ['-qefc', command, '/dev/null'], { env: { ...process.env, VISUAL: '', EDITOR: '' } });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return { child, said: () => text, press: (key: string) => child.stdin.write(key) };
}

test.runIf(hasTerminal)('p builds the deck with its PDF, q ends the preview', async () => {
  const root = await layProject();
  const { child, said, press } = watchInTerminal(root, 'base.en');
  await vi.waitFor(() => expect(said()).toContain('shown  base.en'), { timeout: 40_000 });
  expect(said()).toContain('o opens it, p prints the PDF, q quits');
  press('p');
  await vi.waitFor(() => expect(said()).toContain('done in'), { timeout: 40_000 });
  expect(existsSync(join(root, 'dist/base.en.pdf'))).toBe(true);
  press('q');
  expect(await ended(child)).toBe(0);
});

test.runIf(hasTerminal)('Ctrl-C is a key there, and ends it too', async () => {
  const { child, said, press } = watchInTerminal(await layProject());
  await vi.waitFor(() => expect(said()).toContain('preview  http'), { timeout: 40_000 });
  press('\u0003');
  const begun = performance.now();
  await ended(child);
  expect(performance.now() - begun).toBeLessThan(2000);
});
