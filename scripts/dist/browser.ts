import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import type { Browser } from 'puppeteer-core';
import { cacheFolder } from '../cache.ts';
import { escapeXml } from '../charts/svg.ts';
import { faces } from '../fonts.ts';
import { packageFolder } from '../packages.ts';

/** There is no browser to print with; the message says what to install. */
export class NoBrowserError extends Error {}

interface Executable {
  path: string;
  /** What its process needs to know, when it is the one from npm. */
  env?: Record<string, string>;
}

/** Starts the browser that prints: `CHROME_PATH`, else the one from npm on Linux x64, else an installed one. */
export async function openBrowser(say: (note: string) => void = () => {}): Promise<Browser> {
  const [{ default: puppeteer }, executable] = await Promise.all([import('puppeteer-core'), findBrowser()]);
  const launch = (sandbox: boolean) =>
    puppeteer.launch({
      executablePath: executable.path,
      headless: 'shell',
      args: [...flags, ...(sandbox ? [] : ['--no-sandbox'])],
      env: { ...process.env, TZ: 'UTC', ...executable.env },
    });
  if (process.getuid?.() === 0) return launch(false);
  try {
    return await launch(true);
  } catch (error) {
    if (!/sandbox|namespace/i.test(String(error))) throw error;
    say('the browser runs without its sandbox, which this system does not allow');
    return launch(false);
  }
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
  const packed = join(packageFolder('@sparticuz/chromium'), 'bin');
  const { version } = JSON.parse(await readFile(join(packed, '..', 'package.json'), 'utf8')) as { version: string };
  const folder = join(cacheFolder, `chromium-${version}-fonts`);
  const ready = {
    path: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
  if (existsSync(ready.path)) return ready;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  const { extract } = await import('tar-fs');
  const unpack = (name: string, target: NodeJS.WritableStream) =>
    pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), target);
  await Promise.all([
    unpack('chromium.br', createWriteStream(join(draft, 'chromium'), { mode: 0o755 })),
    unpack('al2023.tar.br', extract(draft)),
    writeFile(join(draft, 'fonts.conf'), fontsConfig(join(folder, 'fontconfig'))),
  ]);
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return ready;
}

function fontsConfig(cache: string): string {
  const folders = [...new Set(faces.map((each) => dirname(each.file)))].map((each) => `<dir>${escapeXml(each)}</dir>`);
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders.join('')}<cachedir>${escapeXml(cache)}</cachedir></fontconfig>\n`;
}
