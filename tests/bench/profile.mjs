import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, scratch } from './processes.mjs';

/** Where a process of Node spends its time: `[part, ms]`, the most first. Waiting is a part of its own. */
export async function profile(script, args, options) {
  const folder = mkdtempSync(join(scratch, 'profile-'));
  await run(script, args, { ...options, flags: ['--cpu-prof', `--cpu-prof-dir=${folder}`] });
  const parts = new Map();
  for (const name of readdirSync(folder)) addProfile(parts, JSON.parse(readFileSync(join(folder, name), 'utf8')));
  return [...parts].sort((a, b) => b[1] - a[1]);
}

function addProfile(parts, { nodes, samples, timeDeltas }) {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  samples.forEach((id, index) => {
    const name = names.get(id);
    parts.set(name, (parts.get(name) ?? 0) + timeDeltas[index] / 1000);
  });
}

/** The room or the package that a function belongs to. */
function partOf({ functionName, url, lineNumber }) {
  if (functionName === '(idle)') return 'waiting';
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (url === '') return functionName === '(program)' ? 'native code' : 'V8';
  if (url.startsWith('node:')) return 'node';
  const source = url.includes('.cache/tieout/bundle') ? regionOf(fileURLToPath(url), lineNumber) : url;
  return /node_modules\/(?!\.cache)((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? /scripts\/(\w+)/.exec(source)?.[1] ?? 'tieout';
}

const regions = new Map();

/** The source from which a line of a bundle comes: rolldown marks them. */
function regionOf(file, line) {
  if (!regions.has(file)) regions.set(file, readFileSync(file, 'utf8').split('\n'));
  const lines = regions.get(file);
  for (let at = Math.min(line, lines.length - 1); at >= 0; at--)
    if (/^\/\/ \S+\.(?:ts|[cm]?js|json)$/.test(lines[at])) return lines[at].slice(3);
  return file;
}
