import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type BuildOptions, build, check, type Report } from './build.ts';
import { NoFolderError } from './cache.ts';
import { isDate } from './dates.ts';
import { type Format, NoBrowserError, recoverOutput } from './dist/index.ts';
import { type Problem, ProjectError, systemProblem } from './problems.ts';
import { RecordError } from './record/schema.ts';
import { writeDiff, writeMismatches } from './record/words.ts';
import { formatProblems, makeReport, problemFacts, summarize } from './report.ts';

const help = `tieout: slide decks whose every number ties out to a table

  tieout build [deck ...]        write the decks (all, or those named) to dist/
  tieout check [deck ...]        everything but the writing
  tieout diff <old> [<new>]      what has changed since a deck was sent (PDF, HTML or record),
                                 up to another one or to the project as it is now
  tieout verify <deck>           does a deck show what its record says, and today's data?

  --root <folder>                the project (default: the current folder)
  --out <folder>                 build: where to write (default: <root>/dist)
  --formats html,pdf             build: which files to write (default: both)
  --date <YYYY-MM-DD>            build, check: the day of the decks, in place of decks.yaml's
  --dated                        build: name files by title, language and as-of date
  --format markdown|json         diff, verify: how to print (default: markdown)
  --slide                        diff: keep the old record, so that the next build of the deck
                                 ends in a slide of what has changed since
  --help, --version

Exit code: 0 done, 1 the project has problems or the deck does not tie out, 2 wrong usage.
Where the slides do not build, diff compares figures from the tables, says what stops the build, and exits 1.
`;

class UsageError extends Error {}

const options = {
  root: { type: 'string' },
  out: { type: 'string' },
  formats: { type: 'string' },
  format: { type: 'string' },
  date: { type: 'string' },
  dated: { type: 'boolean' },
  slide: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseWords>['values'];

/** The options that each command takes beside `--root`. */
const commands: Record<string, { own: readonly (keyof Values)[]; run: (words: string[], values: Values) => Promise<number> }> = {
  build: { own: ['out', 'formats', 'date', 'dated'], run: runBuild },
  check: { own: ['date'], run: runCheck },
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
  const folders = name === 'build' || name === 'check' ? [] : words.map((word) => dirname(resolve(word)));
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
  const report = makeReport(process.stderr);
  const artefacts = await build(buildOptions(words, values), report).finally(() => report.end(''));
  report.end(summarize(artefacts, performance.now() - begun));
  return 0;
}

async function runCheck(words: string[], values: Values): Promise<number> {
  const begun = performance.now();
  const report = makeReport(process.stderr);
  const artefacts = await check(buildOptions(words, values), report).finally(() => report.end(''));
  report.end(`checked ${artefacts.length} files in ${Math.round(performance.now() - begun)} ms; nothing was written\n`);
  return 0;
}

async function runDiff([older, newer, ...more]: string[], values: Values): Promise<number> {
  if (older === undefined || more.length > 0) throw new UsageError('diff takes the deck that was sent, and at most one other');
  const asJson = wantsJson(values.format);
  const { diffDecks, keepSent } = await import('./compare.ts');
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
  const { verifyDeck } = await import('./compare.ts');
  const mismatches = await verifyDeck(deck, buildOptions([], values));
  print(asJson ? `${JSON.stringify(mismatches, undefined, 2)}\n` : writeMismatches(deck, mismatches));
  return mismatches.length > 0 ? 1 : 0;
}

const silent: Report = { artefact: () => {}, note: () => {} };

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

/** The version in tieout's own package.json, which stands beside scripts/. */
function version(): string {
  for (
    let folder = new URL('.', pathToFileURL(realpathSync(process.argv[1] as string)));
    folder.pathname !== '/';
    folder = new URL('..', folder)
  ) {
    const file = new URL('package.json', folder);
    const found = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string }) : {};
    if (found.name === 'tieout' && found.version) return found.version;
  }
  return 'unknown';
}

function fail(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`tieout: ${error.message}\nsee tieout --help\n`);
    return 2;
  }
  if (error instanceof ProjectError) process.stderr.write(formatProblems(error.problems));
  else if (systemProblem(error)) process.stderr.write(formatProblems([systemProblem(error) as Problem]));
  else if (error instanceof NoBrowserError || error instanceof NoFolderError || error instanceof RecordError)
    process.stderr.write(`tieout: ${error.message}\n`);
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
process.exit(await main(process.argv.slice(2)).catch(fail));
