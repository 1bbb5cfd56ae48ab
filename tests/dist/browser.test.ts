import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { browserProblem, closeBrowser, NoBrowserError, openBrowser } from '../../scripts/dist/browser.ts';
import { printPdf } from '../../scripts/dist/pdf.ts';
import { makeFolder } from '../project.ts';

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test.each([
  ['SIGKILL', /ended while it printed/],
  ['SIGSTOP', /no longer answers/],
] as const)('a browser that gets %s while it prints is a problem that says so', async (signal, reason) => {
  const browser = await openBrowser(() => {}, 2000);
  const pid = browser.process()?.pid as number;
  const printing = printPdf(browser, `<p>${'text '.repeat(200_000)}</p>`);
  setTimeout(() => process.kill(pid, signal), 100);
  const error = await printing.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(browserProblem(error, browser)?.reason).toMatch(reason);
  await closeBrowser(browser);
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5000 });
});

test('a browser that does not start is said so, with its path', async () => {
  const fake = join(await makeFolder(), 'chrome');
  await writeFile(fake, '#!/bin/sh\necho cannot run >&2\nexit 3\n', { mode: 0o755 });
  vi.stubEnv('CHROME_PATH', fake);
  const error = await openBrowser().catch((error: unknown) => error);
  vi.unstubAllEnvs();
  expect(error).toBeInstanceOf(NoBrowserError);
  expect(String(error)).toContain(fake);
});
