import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildOptions, build, check, type Format, silent } from './build.ts';
import { NoFolderError } from './cache.ts';
import { isDate } from './dates.ts';
import { recoverOutput } from './dist/write.ts';
import { help, version } from './help.ts';
import { PlainError, type Problem, ProjectError, systemProblem } from './problems.ts';
import { formatProblems, makeReport, problemFacts, summarize } from './report.ts';

class UsageError extends Error {}

const options = {
  root: { type: 'string' },
  out: { type: 'string' },
  formats: { type: 'string' },
  format: { type: 'string' },
  date: { type: 'string' },
  dated: { type: 'boolean' },
  verbose: { type: 'boolean' },
  slide: { type: 'boolean' },
  open: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseWords>['values'];

/** The options that each command takes beside `--root`. */
const commands: Record<string, { own: readonly (keyof Values)[]; run: (words: string[], values: Values) => Promise<number> }> = {
  build: { own: ['out', 'formats', 'date', 'dated', 'verbose'], run: runBuild },
  check: { own: ['date', 'verbose'], run: runCheck },
  watch: { own: ['out', 'date', 'open'], run: runWatch },
  open: { own: ['out'], run: runOpen },
  refresh: { own: [], run: runRefresh },
  diff: { own: ['format', 'slide', 'date'], run: runDiff },
  verify: { own: ['format'], run: runVerify },
};

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseWords(args);
  if (values.help) return print(help);
  if (values.version) return print(`${version()}\n`);
  const [name, ...words] = positionals;
  const command = commands[name ?? ''];
  if (!command) throw new UsageError(name ? `unknown command "${name}"` : 'no command given');
  const wrong = Object.keys(values).find((each) => each !== 'root' && !command.own.includes(each as keyof Values));
  if (wrong) throw new UsageError(`--${wrong} is not for ${name}`);
  await recoverOutputs(name as string, words, values);
  return command.run(words, values);
}

/** Finishes what a build that was killed has left, in the project's output and where the named decks stand. */
async function recoverOutputs(name: string, words: readonly string[], values: Values): Promise<void> {
  const folders = ['build', 'check', 'watch', 'open'].includes(name) ? [] : words.map((word) => dirname(resolve(word)));
  for (const folder of new Set([outOf(values), ...folders])) if (folder) await recoverOutput(folder);
}

/** The folder to write to; empty when it was given so. */
const outOf = ({ out, root = '.' }: Values) => (out?.trim() === '' ? '' : resolve(out ?? join(root, 'dist')));

function buildOptions(decks: readonly string[], values: Values): BuildOptions {
  const root = resolve(values.root ?? '.');
  const { date, dated } = values;
  if (date !== undefined && !isDate(date)) throw new UsageError(`--date takes a date of the calendar such as 2025-10-15, not "${date}"`);
  return { root, out: outOf(values), decks, formats: parseFormats(values.formats), date, dated };
}

async function runBuild(words: string[], values: Values): Promise<number> {
  const begun = performance.now();
  const report = makeReport(process.stderr, values.verbose);
  const artefacts = await build(buildOptions(words, values), report).finally(() => report.end(''));
  report.end(summarize(artefacts, performance.now() - begun));
  return 0;
}

async function runCheck(words: string[], values: Values): Promise<number> {
  const begun = performance.now();
  const report = makeReport(process.stderr, values.verbose);
  const artefacts = await check(buildOptions(words, values), report).finally(() => report.end(''));
  report.end(`checked ${artefacts.length} files in ${Math.round(performance.now() - begun)} ms; nothing was written\n`);
  return 0;
}

async function runWatch(words: string[], values: Values): Promise<number> {
  const { watchProject } = await import('./preview/index.ts');
  await watchProject(buildOptions(words, values), values.open === true);
  return 0;
}

async function runOpen(words: string[], values: Values): Promise<number> {
  if (words.length > 1) throw new UsageError('open takes one deck');
  const { openDeck } = await import('./preview/index.ts');
  process.stderr.write(`opened ${await openDeck(buildOptions(words, values))}\n`);
  return 0;
}

async function runRefresh(words: string[], values: Values): Promise<number> {
  const { refreshTables } = await import('./refresh.ts');
  const fetched = await refreshTables(resolve(values.root ?? '.'), words);
  for (const { name, server, rows } of fetched) process.stderr.write(`fetched ${name}: ${rows} rows from ${server}\n`);
  if (fetched.length === 0) process.stderr.write('no table of data/datapackage.json comes from a database\n');
  return 0;
}

async function runDiff([older, newer, ...more]: string[], values: Values): Promise<number> {
  if (older === undefined || more.length > 0) throw new UsageError('diff takes the deck that was sent, and at most one other');
  const asJson = wantsJson(values.format);
  const [{ diffDecks, keepSent }, { writeDiff }] = await Promise.all([import('./compare.ts'), import('./record/words.ts')]);
  const { diff, problems } = await diffDecks(older, newer, buildOptions([], values), silent);
  print(asJson ? `${JSON.stringify({ ...diff, problems: problems.map(problemFacts) }, undefined, 2)}\n` : writeDiff(diff));
  if (problems.length > 0) process.stderr.write(formatProblems(problems));
  if (values.slide)
    process.stderr.write(
      `kept ${await keepSent(older, resolve(values.root ?? '.'))}: the next build ends in a slide of what has changed since\n`,
    );
  return problems.length > 0 ? 1 : 0;
}

async function runVerify([deck, ...more]: string[], values: Values): Promise<number> {
  if (deck === undefined || more.length > 0) throw new UsageError('verify takes one deck');
  const asJson = wantsJson(values.format);
  const [{ verifyDeck }, { writeMismatches }] = await Promise.all([import('./compare.ts'), import('./record/words.ts')]);
  const mismatches = await verifyDeck(deck, buildOptions([], values), undefined, makeReport(process.stderr));
  print(asJson ? `${JSON.stringify(mismatches, undefined, 2)}\n` : writeMismatches(deck, mismatches));
  return mismatches.length > 0 ? 1 : 0;
}

function wantsJson(format = 'markdown'): boolean {
  if (format !== 'markdown' && format !== 'json') throw new UsageError(`--format takes markdown or json, not "${format}"`);
  return format === 'json';
}

function parseWords(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function parseFormats(text = 'html,pdf'): Format[] {
  const formats = text.split(',').filter((each) => each !== '');
  const wrong = formats.find((each) => each !== 'html' && each !== 'pdf');
  if (wrong !== undefined || formats.length === 0) throw new UsageError(`--formats takes html, pdf or both, not "${text}"`);
  return formats as Format[];
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function fail(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`tieout: ${error.message}\nsee tieout --help\n`);
    return 2;
  }
  if (error instanceof ProjectError) process.stderr.write(formatProblems(error.problems));
  else if (systemProblem(error)) process.stderr.write(formatProblems([systemProblem(error) as Problem]));
  else if (error instanceof PlainError || error instanceof NoFolderError) process.stderr.write(`tieout: ${error.message}\n`);
  else process.stderr.write(`tieout: this is a defect of tieout, not of the project\n${(error as Error).stack}\n`);
  return 1;
}

// Signals end it as an error does, so that the browser and the temporary files go too; dist/ is switched between two.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.once(signal, () => process.exit(code));
process.once('uncaughtException', (error) => process.exit(fail(error)));
// Who reads along may stop at any line.
process.stdout.once('error', () => process.exit(0));
// In a deck no time zone but UTC is ever meant.
process.env.TZ = 'UTC';
main(process.argv.slice(2))
  .catch(fail)
  .then((code) => process.exit(code));
