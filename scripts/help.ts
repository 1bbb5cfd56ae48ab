import manifest from '../package.json' with { type: 'json' };

/** What a command takes, what it does, and its options. */
interface Usage {
  words: string;
  does: readonly string[];
  options: readonly (keyof typeof optionHelp)[];
}

/** What each option takes, and what it is for. */
const optionHelp = {
  root: ['--root <folder>', 'the project (default: the current folder)'],
  out: ['--out <folder>', 'where decks are written (default: <root>/dist)'],
  formats: [
    '--formats html,pdf,handout,png',
    'which files to write (default: html,pdf); handout is a PDF',
    'with each slide above its notes, png a picture of each slide',
    'at twice its size, png@1x at its own',
  ],
  open: ['--open', 'open the browser'],
  pictures: ['--pictures', 'draw all slides of each deck on dist/pictures/<deck>.png,', 'with what is wrong outlined'],
  date: ['--date <YYYY-MM-DD>', 'the day of the decks, in place of decks.yaml\u2019s'],
  dated: ['--dated', 'name files by title, language and as-of date'],
  verbose: ['--verbose', 'tell of each step whether it was kept, and else what has changed'],
  format: ['--format markdown|json', 'how to print (default: markdown)'],
  slide: ['--slide', 'keep the old record, so that the next build of the deck', 'ends in a slide of what has changed since'],
  language: ['--language <tag>', 'the language of the project, such as zh-Hant (default: en)'],
} as const satisfies Record<string, readonly string[]>;

/** Every command, in the order in which people need them. */
export const usages = {
  init: {
    words: '[folder]',
    does: ['write a small project that builds as it stands, into a folder', 'that holds nothing yet (default: the current one)'],
    options: ['language'],
  },
  build: {
    words: '[deck ...]',
    does: ['write the decks (all, or those named) to dist/'],
    options: ['root', 'out', 'formats', 'date', 'dated', 'verbose'],
  },
  check: { words: '[deck ...]', does: ['everything but the writing'], options: ['root', 'out', 'date', 'pictures', 'verbose'] },
  watch: { words: '[deck]', does: ['show the decks in the browser while their files change'], options: ['root', 'out', 'date', 'open'] },
  open: { words: '[deck]', does: ['open a built deck in the browser (the first, or the one named)'], options: ['root', 'out'] },
  tables: {
    words: '[name]',
    does: [
      'every table with its fields; of one, what to write to quote a cell;',
      'files in data/ that are not declared, with the entry to add',
    ],
    options: ['root'],
  },
  refresh: { words: '[table ...]', does: ['fetch the tables of databases anew (all, or those named)'], options: ['root'] },
  diff: {
    words: '<old> [<new>]',
    does: ['what has changed since a deck was sent (PDF, HTML or record),', 'up to another one or to the project as it is now'],
    options: ['root', 'date', 'format', 'slide'],
  },
  verify: { words: '<deck>', does: ['does a deck show what its record says, and today\u2019s data?'], options: ['root', 'format'] },
} as const satisfies Record<string, Usage>;

/** What may end a command: the last lines of any help. */
const codes = `Exit code: 0 done, 1 the project has problems or the deck does not tie out, 2 wrong usage.
`;

/** Two columns; where the first takes more room, the second begins on the next line. */
function row(first: string, second: readonly string[]): string {
  const width = 31;
  const [head = '', ...more] = second;
  const begin = first.length < width ? first.padEnd(width) + head : `${first}\n  ${' '.repeat(width)}${head}`;
  return [`  ${begin}`, ...more.map((each) => `  ${' '.repeat(width)}${each}`)].join('\n');
}

const usageOf = (name: keyof typeof usages) => `tieout ${name} ${usages[name].words}`;

/** The help of everything, or of one command. */
export function helpFor(name?: string): string {
  const names = Object.keys(usages) as (keyof typeof usages)[];
  const known = names.find((each) => each === name);
  if (known) return helpOf(known);
  const lines = names.map((each) => row(usageOf(each), usages[each].does));
  return `tieout: slide decks whose every number ties out to a table

${lines.join('\n')}

  tieout help <command>          its options; also tieout <command> --help
  tieout --version

${codes}`;
}

function helpOf(name: keyof typeof usages): string {
  const { does, options }: Usage = usages[name];
  const lines = options.map((each) => {
    const [first, ...second] = optionHelp[each];
    return row(first, second);
  });
  return `${usageOf(name)}

${does.map((each) => `  ${each}`).join('\n')}

${lines.join('\n')}

${codes}`;
}

/** tieout's own version. */
export const { version } = manifest;
