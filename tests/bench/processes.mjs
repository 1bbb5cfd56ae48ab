import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const home = fileURLToPath(new URL('../..', import.meta.url));

/** Everything that a run writes, removed when it ends. */
export const scratch = mkdtempSync(join(tmpdir(), 'tieout-bench-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const peak = new URL('peak.mjs', import.meta.url).href;

/**
 * Runs a whole process of Node: its wall time in ms, the most memory it has held in MB, and what it printed.
 * Throws when it ends with a code that is not expected.
 */
export async function run(script, args = [], { cwd = home, env = {}, codes = [0], flags = [] } = {}) {
  const memory = join(scratch, 'peak');
  rmSync(memory, { force: true });
  const begun = performance.now();
  const child = spawn(process.execPath, [...flags, script, ...args], {
    cwd,
    env: { ...process.env, TIEOUT_BENCH_PEAK: memory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill();
  process.once('exit', stop);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes));
  const [code] = await once(child, 'close');
  const ms = performance.now() - begun;
  process.off('exit', stop);
  if (!codes.includes(code)) throw new Error(`${script} ${args.join(' ')} ended with ${code}:\n${said}`);
  return { ms, said };
}

/** The most memory in MB that a process of Node holds while it does the same once more; measuring it costs start-up time. */
export async function peakOf(script, args, options = {}) {
  await run(script, args, { ...options, flags: ['--import', peak] });
  return Number(readFileSync(join(scratch, 'peak'), 'utf8'));
}

export const tieout = join(home, 'scripts', 'tieout.mjs');

/** Imports a TypeScript module of this folder. */
export async function importSource(name) {
  const { rolldown } = await import('rolldown');
  const made = await rolldown({
    input: { [name]: join(home, 'tests', 'bench', `${name}.ts`) },
    platform: 'node',
    external: (id) => !/^[./]/.test(id) && !id.startsWith(home),
    logLevel: 'silent',
  });
  // It finds its packages from within the project only.
  const folder = mkdtempSync(join(home, 'node_modules', '.cache', 'tieout-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await made.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' });
  await made.close();
  return import(pathToFileURL(join(folder, `${name}.mjs`)).href);
}
