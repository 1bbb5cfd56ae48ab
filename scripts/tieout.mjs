#!/usr/bin/env node
// The command. The rooms are TypeScript, and importing Vega and Marp from hundreds of files is slow, so they are
// bundled into one file in the cache folder; the bundle's name holds the hash of all that went into it.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = dirname(dirname(createRequire(import.meta.url).resolve('liquidjs/package.json')));

/** The bundle of the sources as they are now; makes it when there is none yet. */
async function bundle() {
  const scripts = join(home, 'scripts');
  const sources = readdirSync(scripts, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .sort();
  const hash = createHash('sha256');
  for (const name of sources) hash.update(name).update(readFileSync(join(scripts, name)));
  for (const name of ['package.json', 'package-lock.json']) if (existsSync(join(home, name))) hash.update(readFileSync(join(home, name)));
  const cache = join(modules, '.cache', 'tieout');
  const folder = join(cache, `bundle-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(folder)) await build(scripts, cache, folder);
  return join(folder, 'cli.mjs');
}

async function build(scripts, cache, folder) {
  const { rolldown } = await import('rolldown');
  const native = /^(@duckdb|@napi-rs|@sparticuz|@marp-team\/marp-cli|puppeteer-core|subset-font|harfbuzzjs|ajv|pdfjs-dist|rolldown)/;
  const made = await rolldown({ input: { cli: join(scripts, 'cli.ts') }, platform: 'node', external: native, logLevel: 'silent' });
  const draft = `${folder}.${process.pid}`;
  await made.write({ dir: draft, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  await made.close();
  removeOld(cache);
  try {
    renameSync(draft, folder);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Removes bundles of more than a day ago; a younger one may still be running. */
function removeOld(cache) {
  for (const name of readdirSync(cache)) {
    const old = /^bundle-/.test(name) && Date.now() - statSync(join(cache, name)).mtimeMs > 86_400_000;
    if (old) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

process.env.TZ = 'UTC';
// Node 22 and later keep compiled code between runs.
nodeModule.enableCompileCache?.(join(modules, '.cache', 'tieout', 'v8'));
await import(pathToFileURL(await bundle()).href);
