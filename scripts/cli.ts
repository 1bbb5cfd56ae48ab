import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, check } from './build.ts';
import { allKept, NoFolderError } from './cache.ts';
import { isDate } from './dates.ts';
import { recoverOutput } from './dist/write.ts';
import { helpFor, usages, version } from './help.ts';
import { type BuildOptions, type Format, formats, silent } from './options.ts';
import { didYouMean, PlainError, type Problem, ProjectError, systemProblem } from './problems.ts';
import { inWords, isLanguage, wordedLanguages } from './quotes/languages/index.ts';
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
  pictures: { type: 'boolean' },
  language: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseWords>['values'];

const commands: Record<keyof typeof usages, (words: string[], values: Values) => Promise<number>> = {
  init: runInit,
  build: runBuild,
  check: runCheck,
  watch: runWatch,
  open: runOpen,
  tables: runTables,
  refresh: runRefresh,
  diff: runDiff,
  verify: runVerify,
};

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseWords(args);
  const [name, ...words] = positionals;
  if (name === 'help') return print(helpFor(words[0] === undefined ? undefined : commandOf(words[0])));
  if (values.help) return print(helpFor(name));
  if (values.version) return print(`${version}\n`);
  const command = commandOf(name);
  const own: readonly string[] = usages[command].options;
  const wrong = Object.keys(values).find((each) => !own.includes(each));
  if (wrong) throw new UsageError(`--${wrong} is not for ${command}`);
  await recoverOutputs(command, words, values);
  return commands[command](words, values);
}

function commandOf(name: string | undefined): keyof typeof usages {
  if (name === undefined) throw new UsageError('no command given');
  if (!Object.hasOwn(usages, name)) throw new UsageError(`unknown command "${name}": ${didYouMean(name, Object.keys(usages))}`);
  return name as keyof typeof usages;
}

/** Finishes what a build that was killed has left, in the project's output and where the named decks stand. */
async function recoverOutputs(name: string, words: readonly string[], values: Values): Promise<void> {
  if (name === 'init' || name === 'tables') return;
  const folders = ['build', 'check', 'watch', 'open'].includes(name) ? [] : words.map((word) => dirname(resolve(word)));
  for (const folder of new Set([outOf(values), ...folders])) if (folder) await recoverOutput(folder);
}

/** The folder to write to; empty when it was given so. */
const outOf = ({ out, root = '.' }: Values) => (out?.trim() === '' ? '' : resolve(out ?? join(root, 'dist')));

function buildOptions(decks: readonly string[], values: Values): BuildOptions {
  const root = resolve(values.root ?? '.');
  const { date, dated, pictures } = values;
  if (date !== undefined && !isDate(date)) throw new UsageError(`--date takes a date of the calendar such as 2025-10-15, not "${date}"`);
  return { root, out: outOf(values), decks, formats: parseFormats(values.formats), date, dated, pictures };
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
  const written = values.pictures ? 'only the pictures were written' : 'nothing was written';
  report.end(`checked ${artefacts.length} files in ${Math.round(performance.now() - begun)} ms; ${written}\n`);
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

async function runInit([folder = '.', ...more]: string[], { language = 'en' }: Values): Promise<number> {
  if (more.length > 0) throw new UsageError('init takes one folder');
  if (!isLanguage(language)) throw new UsageError(`unknown language "${language}": ${didYouMean(language, wordedLanguages)}`);
  const { startProject } = await import('./init/index.ts');
  const { folder: made, count, isTranslated, commands: next } = await startProject(folder, language, version);
  const note = isTranslated
    ? ''
    : `\nThere are no words of the starter in ${language} yet: its slides are in English, its numbers in ${language}.\n`;
  const width = Math.max(...next.map(([command]) => command.length));
  const lines = next.map(([command, what]) => `  ${command.padEnd(width)}${what && `   # ${what}`}`.trimEnd());
  return print(`wrote ${count} files to ${made}\n${note}\nnext:\n\n${lines.join('\n')}\n`);
}

async function runTables([name, ...more]: string[], { root = '.' }: Values): Promise<number> {
  if (more.length > 0) throw new UsageError('tables takes one table');
  const { describeTables } = await import('./tables.ts');
  return print(`${(await describeTables(resolve(root), name)).trimEnd()}\n`);
}

async function runDiff([older, newer, ...more]: string[], values: Values): Promise<number> {
  if (older === undefined || more.length > 0) throw new UsageError('diff takes the deck that was sent, and at most one other');
  const asJson = wantsJson(values.format);
  const [{ diffDecks, keepSent }, { writeDiff }] = await Promise.all([import('./compare.ts'), import('./record/words.ts')]);
  const { diff, problems, words } = await diffDecks(older, newer, buildOptions([], values), silent);
  print(
    asJson ? `${JSON.stringify({ ...diff, problems: problems.map(problemFacts) }, undefined, 2)}\n` : inWords(words, () => writeDiff(diff)),
  );
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
    throw new UsageError(saidOf(error as NodeJS.ErrnoException));
  }
}

/** What Node says of wrong words; of an option that there is not, which one may be meant. */
function saidOf({ code, message }: NodeJS.ErrnoException): string {
  const [, name] = /'-+([^']+)'/.exec(message) ?? [];
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || name === undefined) return message;
  const known = Object.keys(options).map((each) => `--${each}`);
  return `unknown option "--${name}": ${didYouMean(`--${name}`, known)}`;
}

function parseFormats(text = 'html,pdf'): Format[] {
  const asked = text.split(',').filter((each) => each !== '');
  const wrong = asked.find((each) => !(formats as readonly string[]).includes(each));
  if (wrong !== undefined || asked.length === 0) throw new UsageError(`--formats takes ${formats.join(', ')}, not "${text}"`);
  return asked as Format[];
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
  .then((code) => allKept().then(() => process.exit(code)));
