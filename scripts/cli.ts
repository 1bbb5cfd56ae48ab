import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildOptions, build, prepare } from './build.ts';
import { type Format, NoBrowserError } from './dist/index.ts';
import { ProjectError } from './problems.ts';
import { formatProblems, makeReport, summarize } from './report.ts';

const help = `tieout: decks whose every number ties out to a table

  tieout build [deck ...]   write the decks (all, or those named) to dist/
  tieout check [deck ...]   everything but the writing

  --root <folder>           the project (default: the current folder)
  --out <folder>            where to write (default: <root>/dist)
  --formats html,pdf        which files to write (default: both)
  --help, --version

Exit code: 0 done, 1 the project has problems, 2 wrong usage.
`;

class UsageError extends Error {}

async function main(words: string[]): Promise<number> {
  const { values, positionals } = parseWords(words);
  if (values.help) return print(help);
  if (values.version) return print(`${version()}\n`);
  const [command, ...decks] = positionals;
  const root = resolve(values.root ?? '.');
  const options: BuildOptions = { root, out: resolve(values.out ?? `${root}/dist`), decks, formats: parseFormats(values.formats) };
  const report = makeReport(process.stderr);
  const begun = performance.now();
  if (command === 'build') {
    const artefacts = await build(options, report);
    report.end(summarize(artefacts, performance.now() - begun));
  } else if (command === 'check') {
    const { decks: checked } = await prepare(options, report);
    report.end(`checked ${checked.map(({ deck }) => deck.deck.name).join(', ')} in ${Math.round(performance.now() - begun)} ms\n`);
  } else {
    throw new UsageError(command ? `unknown command "${command}"` : 'no command given');
  }
  return 0;
}

function parseWords(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        root: { type: 'string' },
        out: { type: 'string' },
        formats: { type: 'string' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    });
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

/** The version in tieout's own package.json, which stands beside scripts/ or above the bundle. */
function version(): string {
  for (let folder = new URL('.', import.meta.url); folder.pathname !== '/'; folder = new URL('..', folder)) {
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
  else if (error instanceof NoBrowserError) process.stderr.write(`tieout: ${error.message}\n`);
  else process.stderr.write(`tieout: this is a defect of tieout, not of the project\n${(error as Error).stack}\n`);
  return 1;
}

// In a deck no time zone but UTC is ever meant.
process.env.TZ = 'UTC';
process.exit(await main(process.argv.slice(2)).catch(fail));
