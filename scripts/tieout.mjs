#!/usr/bin/env node
// The command. The rooms are TypeScript, and importing Vega and Marp from hundreds of files is slow, so they are
// bundled into one file in the cache folder; the bundle's name holds the hash of all that went into it.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { keptFolder, NoFolderError, removeUnused } from './folders.mjs';

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = dirname(dirname(createRequire(import.meta.url).resolve('liquidjs/package.json')));
const cache = join(modules, '.cache', 'tieout');

/** The bundle of the sources as they are now; makes it when there is none yet, or a damaged one. */
async function bundle() {
  const scripts = join(home, 'scripts');
  const sources = readdirSync(scripts, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .sort();
  const hash = createHash('sha256');
  for (const name of sources) hash.update(name).update(readFileSync(join(scripts, name)));
  for (const name of ['package.json', 'package-lock.json']) if (existsSync(join(home, name))) hash.update(readFileSync(join(home, name)));
  const folder = await keptFolder(cache, `bundle-${hash.digest('hex').slice(0, 16)}`, (draft) => build(scripts, draft));
  return join(folder, 'cli.mjs');
}

async function build(scripts, draft) {
  const { rolldown } = await import('rolldown');
  const native =
    /^(@duckdb|@napi-rs|@sparticuz|@marp-team\/marp-cli|puppeteer-core|subset-font|harfbuzzjs|ajv|pdfjs-dist|rolldown|open(?="|$))/;
  const made = await rolldown({ input: { cli: join(scripts, 'cli.ts') }, platform: 'node', external: native, logLevel: 'silent' });
  await made.write({ dir: draft, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  await made.close();
  removeUnused(cache, /^(bundle|chromium|schema)-/);
  // Where nothing can be kept, the bundle runs from elsewhere, and needs its packages there.
  if (!draft.startsWith(modules)) symlinkSync(modules, join(dirname(draft), 'node_modules'), 'junction');
}

process.env.TZ = 'UTC';
// Node 22 and later keep compiled code between runs.
nodeModule.enableCompileCache?.(join(cache, 'v8'));
try {
  await import(pathToFileURL(await bundle()).href);
} catch (error) {
  if (!(error instanceof NoFolderError)) throw error;
  process.stderr.write(`tieout: ${error.message}\n`);
  process.exitCode = 1;
}
