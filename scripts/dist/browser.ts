import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import type { Browser } from 'puppeteer-core';
import { cacheFolder, packageFolder } from '../packages.ts';

/** There is no browser to print with; the message says what to install. */
export class NoBrowserError extends Error {}

interface Executable {
  path: string;
  /** Where its shared libraries are, when it brings them. */
  libraries?: string;
}

/** Starts the browser that prints: `CHROME_PATH`, else the one from npm on Linux x64, else an installed one. */
export async function openBrowser(say: (note: string) => void = () => {}): Promise<Browser> {
  const [{ default: puppeteer }, executable] = await Promise.all([import('puppeteer-core'), findBrowser()]);
  const launch = (sandbox: boolean) =>
    puppeteer.launch({
      executablePath: executable.path,
      headless: 'shell',
      args: [...flags, ...(sandbox ? [] : ['--no-sandbox'])],
      env: { ...process.env, TZ: 'UTC', ...(executable.libraries && { LD_LIBRARY_PATH: executable.libraries }) },
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

/** The browser of the npm package, unpacked once into the cache folder, with the libraries that bare systems lack. */
async function unpackBrowser(): Promise<Executable> {
  const packed = join(packageFolder('@sparticuz/chromium'), 'bin');
  const { version } = JSON.parse(await readFile(join(packed, '..', 'package.json'), 'utf8')) as { version: string };
  const folder = join(cacheFolder, `chromium-${version}`);
  const ready = { path: join(folder, 'chromium'), libraries: join(folder, 'lib') };
  if (existsSync(ready.path)) return ready;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  const { extract } = await import('tar-fs');
  const unpack = (name: string, target: NodeJS.WritableStream) =>
    pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), target);
  await Promise.all([
    unpack('chromium.br', createWriteStream(join(draft, 'chromium'), { mode: 0o755 })),
    unpack('al2023.tar.br', extract(draft)),
  ]);
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return ready;
}
