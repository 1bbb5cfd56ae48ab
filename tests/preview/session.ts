import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterEach, vi } from 'vitest';
import { home } from '../project.ts';

/** A running `tieout watch`. */
export interface Session {
  root: string;
  origin: string;
  process: ChildProcess;
  /** All that it has said so far. */
  said(): string;
}

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await ended(each, 'SIGINT');
});

/** Ends a process, and waits until it has. Gives its exit code. */
export function ended(child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', resolve);
    if (signal) child.kill(signal);
  });
}

/** Starts `tieout watch` as people do, and waits until it serves. */
export async function startWatch(
  root: string,
  words: readonly string[] = [],
  env: Record<string, string> = {},
  command = join(home, 'scripts/tieout.mjs'),
): Promise<Session> {
  const args = [command, 'watch', ...words, '--root', root];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, VISUAL: '', EDITOR: '', ...env },
  });
  running.push(child);
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const origin = await vi.waitFor(() => /http:\/\/[\d.]+:\d+/.exec(text)?.[0] ?? Promise.reject(new Error(text)), { timeout: 40_000 });
  return { root, origin, process: child, said: () => text };
}

/** Opens a deck of a session, at a slide, and waits for the slides. */
export async function openDeck(browser: Browser, { origin }: Session, deck = 'base.en', address = ''): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 720 });
  await page.goto(`${origin}/${deck}${address}`, { waitUntil: 'load' });
  await page.waitForSelector('.bespoke-marp-active, .bespoke-marp-presenter-container');
  // What the page says of itself when its connection stands.
  await page.waitForFunction('document.documentElement.dataset.previewLive === "true"');
  return page;
}

/** Replaces a text in a file of the project. */
export async function edit({ root }: { root: string }, path: string, from: string | RegExp, to: string): Promise<void> {
  const file = join(root, path);
  const text = await readFile(file, 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${path} holds no ${from}`);
  await writeFile(file, edited);
}

/** Waits until the page shows a text somewhere on its slides, or shows it no more. */
export const shows = (page: Page, text: string, is = true) =>
  page.waitForFunction((words, wanted) => (document.querySelector('#\\:\\$p')?.textContent ?? '').includes(words) === wanted, {}, text, is);

/** Waits until the panel of problems says a text, or, without one, says nothing. */
export const panelSays = (page: Page, text: string) =>
  page.waitForFunction(
    (words) => {
      const panel = document.querySelector('#tieout-preview')?.shadowRoot?.querySelector('div')?.textContent ?? '';
      return words === '' ? panel === '' : panel.includes(words);
    },
    {},
    text,
  );

/** The number of the slide that is looked at. */
export const slide = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('.bespoke-marp-slide')].findIndex((each) => each.matches('.bespoke-marp-active')) + 1);
