// npm run bench -- [case ...] [--runs 5]: prints one table; a run of all cases writes it to results.md.
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { cases } from './cases.mjs';
import { profile } from './profile.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '5' } } });
const runs = Number(values.runs);
const known = new Map(cases.map((each) => [each.name, each]));
const wrong = positionals.filter((name) => !known.has(name));
if (wrong.length > 0 || !Number.isInteger(runs) || runs < 1) {
  process.stderr.write(`bench: no such case: ${wrong.join(', ')}; there are ${[...known.keys()].join(', ')}\n`);
  process.exit(2);
}
const asked = positionals.length > 0 ? positionals.map((name) => known.get(name)) : cases;
const chosen = [...new Set(asked.flatMap((each) => [known.get(each.unit), known.get(each.also?.unit), each]))].filter(Boolean);

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const say = (text) => process.stderr.write(`${text}\n`);

// Interleaved, so that a slow minute of the machine falls on all cases alike.
const times = new Map(chosen.map((each) => [each.name, []]));
for (const each of chosen) await each.prepare?.();
for (let round = 1; round <= runs; round++) {
  for (const each of chosen) {
    if (each.warm) await each.run();
    await each.before?.();
    const { ms } = await each.run();
    times.get(each.name).push(ms);
    say(`${round}/${runs} ${each.name} ${Math.round(ms)} ms`);
  }
}

const results = [];
for (const each of chosen) results.push(await resultOf(each));
const text = `${table(results)}\n${misses(results)}`;
process.stdout.write(text);
if (positionals.length === 0) writeFileSync(new URL('results.md', import.meta.url), `${heading()}\n${text}`);
process.exit(0);

async function resultOf(each) {
  const own = times.get(each.name);
  const ms = median(own);
  const ratio = ({ unit, target }) => ({ unit, target, is: unit && ms / median(times.get(unit)) });
  const ratios = [ratio(each), ...(each.also ? [ratio(each.also)] : [])].filter(({ is }) => is !== undefined);
  const memory = await each.memory?.();
  const missed = [
    ...ratios
      .filter(({ is, target }) => is > target)
      .map(({ is, target, unit }) => `${is.toFixed(2)} of ${nameOf(unit)} instead of ${target}`),
    ...(ms / 1000 > each.mostSeconds ? [`${(ms / 1000).toFixed(1)} s instead of ${each.mostSeconds}`] : []),
    ...(memory > each.mostMemory ? [`${Math.round(memory)} MB instead of ${each.mostMemory}`] : []),
  ];
  if (missed.length > 0) await each.before?.();
  const parts = missed.length > 0 && each.profiled ? await profile(...each.profiled(), each) : [];
  return { each, ms, own, ratios, memory, missed, parts };
}

function nameOf(unit) {
  return /^p\d$/.test(unit) ? unit.toUpperCase() : 'DuckDB';
}

function table(results) {
  const rows = results.map(({ each, ms, own, ratios, memory, missed }) => {
    const shown = ratios.map(({ is, unit }) => `${is.toFixed(is < 0.1 ? 3 : 2)} x ${nameOf(unit)}`).join(', ');
    const goals = [
      ...ratios
        .map(({ target }) => target)
        .filter(Boolean)
        .map((each) => `<= ${each}`),
    ];
    if (each.mostSeconds) goals.push(`<= ${each.mostSeconds} s`);
    if (each.mostMemory) goals.push(`<= ${each.mostMemory} MB`);
    const spread = `${(Math.min(...own) / 1000).toFixed(2)} to ${(Math.max(...own) / 1000).toFixed(2)}`;
    const cells = [each.title, shown, goals.join(', '), goals.length === 0 ? '' : missed.length > 0 ? '**missed**' : 'met'];
    return [...cells, (ms / 1000).toFixed(2), spread, memory ? String(Math.round(memory)) : ''];
  });
  const head = ['case', 'ratio', 'target', '', 'median, s', 'range, s', 'peak, MB'];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n${perSlide(results)}`;
}

/** Time by slide, the start aside: a deck ten times as long may not cost more than ten times as much. */
function perSlide(results) {
  const own = results.filter(({ each }) => each.name.startsWith('slides-'));
  if (own.length === 0) return '';
  const parts = own.map(({ each, ms }) => `${(ms / Number(each.name.slice(7))).toFixed(1)} ms at ${each.name.slice(7)}`);
  return `\nTime by slide: ${parts.join(', ')}; the target is no more at 500 than at 50.\n`;
}

/** Where each missed target is missed by how much, and where the time goes by a profile of one more run. */
function misses(results) {
  const missed = results.filter((each) => each.missed.length > 0);
  if (missed.length === 0) return '';
  const list = missed.map(({ each, missed, parts }) => {
    const most = parts.slice(0, 8).map(([name, ms]) => `${name} ${Math.round(ms)} ms`);
    return `- ${each.title}: ${missed.join(', ')}.${most.length > 0 ? ` By a profile: ${most.join(', ')}.` : ''}`;
  });
  return `\n## Missed\n\n${list.join('\n')}\n`;
}

function heading() {
  const cpu = cpus();
  const machine = `${cpu.length} x ${cpu[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}, Node ${process.versions.node}`;
  return `# How fast\n\nWritten by \`npm run bench\`: whole processes, interleaved, medians of ${runs} runs, on ${machine}. P1 and P2 use the same browser and fonts.\n`;
}
