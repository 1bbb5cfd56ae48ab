import { createReadStream, createWriteStream, existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import type { Browser, Page } from 'puppeteer-core';
import { cacheFolder, keptFolder, NoFolderError, scratchFolder } from '../cache.ts';
import { escapeXml } from '../charts/svg.ts';
import { shippedFaces } from '../fonts/faces.ts';
import { packageFolder } from '../packages.ts';
import { PlainError, type Problem, problem } from '../problems.ts';

/** There is no browser to print with; the message says what to install. */
export class NoBrowserError extends PlainError {}

interface Executable {
  path: string;
  /** What its process needs to know, when it is the one from npm. */
  env?: Record<string, string>;
}

/** How long the browser may take for one thing, in ms: far more than any deck needs. */
export const patience = 120_000;

/**
 * Starts the browser that prints: `CHROME_PATH`, else the one from npm on Linux x64, else an installed one.
 * It hangs on a pipe to this process, and ends when that ends, however that does.
 */
export async function openBrowser(say: (note: string) => void = () => {}, protocolTimeout = patience): Promise<Browser> {
  const [{ default: puppeteer }, executable] = await Promise.all([import('puppeteer-core'), findBrowser()]);
  const launch = async (sandbox: boolean) =>
    puppeteer.launch({
      executablePath: executable.path,
      headless: 'shell',
      pipe: true,
      userDataDir: await mkdtemp(join(scratchFolder(), 'profile-')),
      args: [...flags, ...(sandbox ? [] : ['--no-sandbox'])],
      env: { ...process.env, TZ: 'UTC', ...executable.env },
      // The command ends on signals by itself, and the browser with it.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      protocolTimeout,
    });
  try {
    const browser = await startAllowed(launch, say);
    const page = emptyPage(browser);
    // A browser that ends before somebody has asked for it opens none.
    page.catch(() => {});
    waiting.set(browser, page);
    return browser;
  } catch (error) {
    if (error instanceof NoFolderError) throw error;
    const reason = String((error as Error).message)
      .replace(/\s+/g, ' ')
      .slice(0, 300);
    throw new NoBrowserError(`the browser "${executable.path}" does not start (${reason}): mend it, or set CHROME_PATH to another one`);
  }
}

/** The first page of each browser, which opens while there is nothing to show yet. */
const waiting = new WeakMap<Browser, Promise<Page>>();

/** An empty page, which reaches no network. */
export function openPage(browser: Browser): Promise<Page> {
  const first = waiting.get(browser);
  waiting.delete(browser);
  return first ?? emptyPage(browser);
}

async function emptyPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  await page.setOfflineMode(true);
  return page;
}

/** Starts the browser in its sandbox where the system allows one. */
async function startAllowed(launch: (sandbox: boolean) => Promise<Browser>, say: (note: string) => void): Promise<Browser> {
  if (process.getuid?.() === 0) return launch(false);
  try {
    return await launch(true);
  } catch (error) {
    if (!/sandbox|namespace/i.test(String(error))) throw error;
    say('the browser runs without its sandbox, which this system does not allow');
    return launch(false);
  }
}

/** Ends a browser, also one that does not answer. */
export async function closeBrowser(browser: Browser): Promise<void> {
  const late = AbortSignal.timeout(5_000);
  const close = async () => {
    // A page on its way would be waited for in vain once its browser has ended.
    await waiting.get(browser)?.catch(() => {});
    await browser.close().catch(() => {});
  };
  await Promise.race([close(), new Promise((resolve) => late.addEventListener('abort', resolve))]);
  browser.process()?.kill('SIGKILL');
}

/** The problem behind an error of a browser at work: it was ended, or does not answer; undefined when it is another error. */
export function browserProblem(error: unknown, browser: Browser): Problem | undefined {
  const { name, message } = error as Error;
  const file = browser.process()?.spawnfile ?? 'the browser';
  if (name === 'TimeoutError' || /timed? ?out/i.test(message)) {
    const reason = 'the browser no longer answers';
    return problem(
      { file },
      'browser',
      reason,
      'build again; when it stays so, leave out slides until it answers, or set CHROME_PATH to another one',
    );
  }
  if (browser.connected && !/Target closed|Session closed|Page crashed|detached Frame|Connection closed/i.test(`${name} ${message}`))
    return undefined;
  const reason = 'the browser ended while it printed';
  return problem(
    { file },
    'browser',
    reason,
    'build again; when it stays so, give the machine more memory, or set CHROME_PATH to another one',
  );
}

const flags = [
  '--disable-gpu',
  '--font-render-hinting=none',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--lang=en-US',
  '--force-color-profile=srgb',
];

/** Names the browser that would print, for what is kept of it: the package's version, else the program by its size and time. */
export function browserId(): string {
  const isPacked = process.platform === 'linux' && process.arch === 'x64';
  const chosen = process.env.CHROME_PATH || (isPacked ? undefined : installedBrowsers().find((path) => existsSync(path)));
  if (chosen === undefined) return isPacked ? `@sparticuz/chromium ${packedVersion()}` : 'none';
  const facts = statSync(chosen, { throwIfNoEntry: false });
  return `${chosen} ${facts ? `${facts.size} ${facts.mtimeMs}` : 'is not there'}`;
}

/** The folder of the browser from npm, packed. */
const packedFolder = () => join(packageFolder('@sparticuz/chromium'), 'bin');

const packedVersion = () => (JSON.parse(readFileSync(join(packedFolder(), '..', 'package.json'), 'utf8')) as { version: string }).version;

async function findBrowser(): Promise<Executable> {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (existsSync(chosen)) return { path: chosen };
    throw new NoBrowserError(`CHROME_PATH names "${chosen}", which does not exist: mend it, or unset it`);
  }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackBrowser();
  const installed = installedBrowsers().find((path) => existsSync(path));
  if (installed) return { path: installed };
  throw new NoBrowserError('no browser was found to print the PDF with: install Chrome, Edge or Chromium, or set CHROME_PATH to one');
}

function installedBrowsers(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(
      (each) => each !== undefined,
    );
    return roots.flatMap((root) => [
      join(root, 'Google/Chrome/Application/chrome.exe'),
      join(root, 'Microsoft/Edge/Application/msedge.exe'),
    ]);
  }
  return ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge'].map((name) => `/usr/bin/${name}`);
}

/**
 * The browser of the npm package, unpacked once into the cache folder, with the libraries that bare systems lack.
 * It sees the fonts of tieout and no others: those of the machine cannot leak into a deck, and on a machine without
 * any font Chromium hangs in `text-wrap: balance`.
 */
async function unpackBrowser(): Promise<Executable> {
  const packed = packedFolder();
  const folder = await keptFolder(`chromium-${packedVersion()}`, async (draft) => {
    const { extract } = await import('tar-fs');
    const unpack = (name: string, target: NodeJS.WritableStream) =>
      pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), target);
    await Promise.all([
      unpack('chromium.br', createWriteStream(join(draft, 'chromium'), { mode: 0o755 })),
      unpack('al2023.tar.br', extract(draft)),
    ]);
  });
  const scratch = scratchFolder();
  const config = join(scratch, 'fonts.conf');
  await writeFile(config, fontsConfig(join(cacheFolder, 'fontconfig')));
  const env = { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: config, HOME: scratch, TMPDIR: scratch };
  return { path: join(folder, 'chromium'), env };
}

function fontsConfig(cache: string): string {
  const folders = [...new Set(shippedFaces.map((each) => dirname(each.file)))].map((each) => `<dir>${escapeXml(each)}</dir>`);
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders.join('')}<cachedir>${escapeXml(cache)}</cachedir></fontconfig>\n`;
}
