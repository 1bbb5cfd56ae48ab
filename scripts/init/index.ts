import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { PlainError } from '../problems.ts';
import { en } from './en.ts';
import { starterFiles } from './files.ts';
import { starterWords } from './languages.ts';

/** What was made: how many files, whether their words are in the language asked for, and what to type next. */
export interface Started {
  folder: string;
  count: number;
  isTranslated: boolean;
  commands: readonly [command: string, what: string][];
}

/** A name for the npm package of a project; tieout's own is taken. */
function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' || name === 'tieout' ? 'deck' : name;
}

/** What may stand in a folder that is to become a project: what installing tieout there has left, and what is none of its business. */
const ignored = new Set(['.git', '.DS_Store', 'node_modules', 'package.json', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock']);

/**
 * Writes a small project into `folder`, which builds as it stands, its decks in `language`; `version` is that of tieout
 * to depend on. A package.json that is there stays as it is. Throws a {@link PlainError} where the folder holds anything else.
 */
export async function startProject(folder: string, language: string, version: string): Promise<Started> {
  const root = resolve(folder);
  const found = (await namesIn(root)).filter((name) => !ignored.has(name));
  if (found.length > 0) {
    const some = found.slice(0, 3).join(', ');
    throw new PlainError(`${shown(root)} has something in it already (${some}): name a new folder, as in "npx tieout init my-deck"`);
  }
  const home = installedAbove(root, 'tieout');
  const words = starterWords(language) ?? en;
  const files = starterFiles({
    name: packageName(basename(root)),
    language,
    words,
    schemas: slashed(relative(join(root, 'data'), join(home ?? join(root, 'node_modules', 'tieout'), 'schemas'))),
    version,
  });
  const added = Object.entries(files).filter(([path]) => !existsSync(join(root, path)));
  for (const [path, text] of added) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return {
    folder: shown(root),
    count: added.length,
    isTranslated: starterWords(language) !== undefined,
    commands: nextCommands(shown(root), `deck.${language}`, {
      isAbove: home !== undefined,
      command: installCommand(
        root,
        added.some(([path]) => path === 'package.json'),
        { ...words.fonts, tieout: version },
      ),
    }),
  };
}

/** What brings the packages that the project lacks: all that its package.json asks for, where that is ours, or each by its name. */
function installCommand(root: string, isOurs: boolean, packages: Readonly<Record<string, string>>): string | undefined {
  const missing = Object.entries(packages).filter(([name]) => installedAbove(root, name) === undefined);
  if (missing.length === 0) return undefined;
  if (isOurs && missing.some(([name]) => name === 'tieout')) return 'npm install';
  return ['npm install', ...missing.map(([name, version]) => `${name}@${version}`)].join(' ');
}

/** What to type next. Fonts come to stand where tieout is installed: in the folder, or here, for the folders below. */
function nextCommands(there: string, deck: string, install: { isAbove: boolean; command: string | undefined }): Started['commands'] {
  const word = /^[\w./-]+$/.test(there) ? there : `"${there}"`;
  const isHere = there === '.';
  const isFirst = install.isAbove && !isHere && !isAbsolute(there);
  const [before, inside] = isFirst ? [install.command, undefined] : [undefined, install.command];
  return [
    ...(before === undefined ? [] : ([[before, 'brings the font of the deck']] as const)),
    ...(isHere ? [] : ([[`cd ${word}`, '']] as const)),
    [`${inside === undefined ? '' : `${inside} && `}npx tieout build`, `writes dist/${deck}.html and dist/${deck}.pdf`],
    ['npx tieout watch --open', 'shows the deck in the browser while you edit'],
    ...(isHere ? ([['npx tieout tables', 'lists the tables and what to quote']] as const) : []),
  ].map(([command, what]) => [command as string, what as string]);
}

const slashed = (path: string) => path.split(sep).join('/');

/** A folder as a person would type it from here. */
function shown(root: string): string {
  const path = relative(process.cwd(), root) || '.';
  return slashed(path.startsWith('..') ? root : path);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Where a package is installed for a folder: beside it or above. */
function installedAbove(root: string, name: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const home = join(folder, 'node_modules', name);
    if (existsSync(home)) return home;
    if (dirname(folder) === folder) return undefined;
  }
}
