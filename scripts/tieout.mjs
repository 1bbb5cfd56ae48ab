#!/usr/bin/env node
// The command. It runs the bundle of the sources beside it (bundle.mjs); as long as no file has been touched since the
// last run, none needs to be read to know which.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCompiled } from './compiled.mjs';

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = dirname(dirname(createRequire(import.meta.url).resolve('liquidjs/package.json')));
const cache = join(modules, '.cache', 'tieout');
const note = join(cache, `bundle.${createHash('sha256').update(home).digest('hex').slice(0, 8)}.json`);

/** Changes within this many ns before the files were read may not show in their times. */
const blur = 2_000_000_000n;

/** All that a bundle is made of, as paths from `home`: the sources, and what says which packages are installed. */
function listSources() {
  const scripts = readdirSync(join(home, 'scripts'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(ts|mjs)$/.test(name));
  const installed = [join(home, 'package.json'), join(home, 'package-lock.json'), join(modules, '.package-lock.json')];
  return [...scripts.sort().map((name) => join('scripts', name)), ...installed.map((file) => relative(home, file))];
}

/** Size, times and inode of files: one that was written to has others. */
const factsOf = (folder, names) =>
  names.map((name) => {
    const { size, mtimeNs, ctimeNs, ino } = statSync(join(folder, name), { bigint: true, throwIfNoEntry: false }) ?? {};
    return [name, size, mtimeNs, ctimeNs, ino].join(' ');
  });

const codeIn = (folder) =>
  factsOf(
    folder,
    readdirSync(folder).filter((name) => /\.c?js(on)?$/.test(name)),
  ).join('\n');

/** The bundle that the last run found, when neither it nor a source has been touched since. */
function knownBundle(facts) {
  try {
    const { folder, sources, code } = JSON.parse(readFileSync(note, 'utf8'));
    if (sources !== facts || code !== codeIn(folder)) return undefined;
    utimesSync(folder, new Date(), new Date());
    return folder;
  } catch {
    return undefined;
  }
}

async function findBundle(names, sources) {
  const young = BigInt(Date.now()) * 1_000_000n - blur;
  const { makeBundle } = await import('./bundle.mjs');
  const folder = await makeBundle({ home, modules, cache, sources: names });
  if (names.some((name) => statSync(join(home, name), { bigint: true, throwIfNoEntry: false })?.ctimeNs > young)) return folder;
  try {
    writeFileSync(`${note}.${process.pid}`, JSON.stringify({ folder, sources, code: codeIn(folder) }));
    renameSync(`${note}.${process.pid}`, note);
  } catch {
    // Where nothing can be kept, the next run reads the files again.
  }
  return folder;
}

/** The bundle that came with the package, which has no sources; undefined in a checkout. */
function packedBundle() {
  if (existsSync(join(home, 'scripts', 'main.ts'))) return undefined;
  const name = readdirSync(join(home, 'prebuilt')).find((each) => each.startsWith('bundle-'));
  return { folder: join(home, 'prebuilt', name), code: join(cache, `code-${name}`) };
}

async function sourceBundle() {
  const names = listSources();
  const facts = factsOf(home, names).join('\n');
  const folder = knownBundle(facts) ?? (await findBundle(names, facts));
  return { folder, code: folder };
}

process.env.TZ = 'UTC';
// Node 22 and later keep the compiled code of packages between runs.
nodeModule.enableCompileCache?.(join(cache, 'v8'));
try {
  const { folder, code } = packedBundle() ?? (await sourceBundle());
  const command = /^[a-z]+$/.exec(process.argv[2] ?? '')?.[0] ?? 'none';
  const compiled = join(code, `code-${process.version}`, command);
  // A second thread is started in the same way.
  globalThis[Symbol.for('tieout.code')] = { compiled: new URL('compiled.mjs', import.meta.url).href, folder, code: compiled };
  runCompiled(join(folder, 'main.cjs'), compiled);
} catch (error) {
  if (error?.name !== 'NoFolderError') throw error;
  process.stderr.write(`tieout: ${error.message}\n`);
  process.exitCode = 1;
}
