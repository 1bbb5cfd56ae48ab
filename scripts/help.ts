import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export const help = `tieout: slide decks whose every number ties out to a table

  tieout build [deck ...]        write the decks (all, or those named) to dist/
  tieout check [deck ...]        everything but the writing
  tieout watch [deck]            show the decks in the browser while their files change
  tieout open [deck]             open a built deck in the browser (the first, or the one named)
  tieout refresh [table ...]     fetch the tables of databases anew (all, or those named)
  tieout diff <old> [<new>]      what has changed since a deck was sent (PDF, HTML or record),
                                 up to another one or to the project as it is now
  tieout verify <deck>           does a deck show what its record says, and today's data?

  --root <folder>                the project (default: the current folder)
  --out <folder>                 build, watch, open: where decks are written (default: <root>/dist)
  --formats html,pdf             build: which files to write (default: both)
  --open                         watch: open the browser
  --date <YYYY-MM-DD>            build, check, watch: the day of the decks, in place of decks.yaml's
  --dated                        build: name files by title, language and as-of date
  --verbose                      build, check: tell of each step whether it was kept, and else what has changed
  --format markdown|json         diff, verify: how to print (default: markdown)
  --slide                        diff: keep the old record, so that the next build of the deck
                                 ends in a slide of what has changed since
  --help, --version

Exit code: 0 done, 1 the project has problems or the deck does not tie out, 2 wrong usage.
Where the slides do not build, diff compares figures from the tables, says what stops the build, and exits 1.
`;

/** The version in tieout's own package.json, which stands beside scripts/. */
export function version(): string {
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
