import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { nodePlaces } from './config.ts';
import { type Descriptor, parseDescriptor } from './data/descriptor.ts';
import { readReferenced } from './data/referenced.ts';
import { withSnapshots } from './data/snapshots.ts';
import { readFolder, readSource, type SourceFile } from './files.ts';
import { readFaces } from './fonts/declared.ts';
import { type Face, shippedFaces } from './fonts/faces.ts';
import { inFamilies } from './fonts/families.ts';
import { collect, endStage, type Problem, ProjectError, problem } from './problems.ts';
import { inWords, isLanguage, type ProjectWords } from './quotes/languages/index.ts';
import { readWords } from './quotes/languages/project.ts';
import { findAmount } from './quotes/numbers.ts';
import { type DeckConfig, parseDecks } from './slides/decks.ts';
import { chartTheme } from './themes/charts.ts';

/** A project folder, read and checked: what every room works from. Files are in the order of their names. */
export interface Project {
  root: string;
  descriptor: Descriptor;
  /** The text of `data/datapackage.json`, to point into. */
  descriptorFile: SourceFile;
  models: readonly SourceFile[];
  checks: readonly SourceFile[];
  charts: ReadonlyMap<string, SourceFile>;
  /** The project's own, or the one that comes with tieout. */
  chartTheme: SourceFile | undefined;
  decks: DeckConfig;
  /** The text of `slides/decks.yaml`, to point into. */
  decksFile: SourceFile;
  /** The faces of its decks: its own, then those that come with tieout. */
  faces: readonly Face[];
  /** Its own words by language, beside those that come with tieout. */
  words: ProjectWords;
  /** `slides/since/<deck>.json`: the record of a deck that was sent, by deck. */
  since: ReadonlyMap<string, SourceFile>;
}

/** Reads the project folder `root`; `date` (ISO) takes the place of the decks' own day. Throws a problem for each of its config files that is wrong. */
export async function readProject(root: string, date?: string): Promise<Project> {
  const problems: Problem[] = [];
  const isFolder = await stat(root).then(
    (each) => each.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new ProjectError([problem({ file: root }, 'no-project', 'there is no such folder', 'give the folder of a project with --root')]);
  const descriptorPath = 'data/datapackage.json';
  const descriptorFile = (await readSource(root, descriptorPath)) ?? { path: descriptorPath, text: '{ "resources": [] }' };
  const descriptor = await collect(problems, async () =>
    withSnapshots(root, descriptorFile, parseDescriptor(descriptorFile, await readReferenced(root, descriptorFile))),
  );
  const decksFile = await readSource(root, 'slides/decks.yaml');
  if (!decksFile)
    problems.push(
      problem({ file: 'slides/decks.yaml' }, 'no-decks', 'the project lists no decks', 'write slides/decks.yaml with the decks to build'),
    );
  const decks = decksFile && (await collect(problems, () => parseDecks(decksFile)));
  const faces = (decksFile && decks && (await collect(problems, () => readFaces(root, decksFile, decks.fonts)))) ?? shippedFaces;
  const charts = await sources(root, 'charts', '.vl.json');
  const project = {
    root,
    descriptor: descriptor ?? { resources: [] },
    descriptorFile,
    models: await sources(root, 'data', '.sql'),
    checks: await sources(root, 'data/checks', '.sql'),
    charts: new Map(charts.map((file) => [file.path, file])),
    chartTheme: (await readSource(root, 'charts/theme.json')) ?? {
      path: 'charts/theme.json',
      text: inFamilies(chartTheme, faces, 1),
    },
    faces,
    words: (await collect(problems, () => readWords(root))) ?? new Map(),
    since: new Map((await sources(root, 'slides/since', '.json')).map((file) => [basename(file.path, '.json'), file])),
  };
  const day = date ?? decks?.date;
  const languages = [...new Set(decks?.decks.map((each) => each.language) ?? [])];
  if (descriptor)
    problems.push(
      ...inWords(project.words, () => titleProblems(descriptor, descriptorFile, languages)),
      ...(day ? dayProblems(descriptor, descriptorFile, day) : []),
    );
  endStage(problems);
  const config = decks as DeckConfig;
  return Object.freeze({ ...project, decks: date ? { ...config, date } : config, decksFile: decksFile as SourceFile });
}

/** A problem for each title of a dataset or a source that states an amount in the language that it is shown in: titles name, and the source line shows them. */
function titleProblems({ sources, resources }: Descriptor, file: SourceFile, languages: readonly string[]): Problem[] {
  const placeOf = nodePlaces(file);
  const titled = [
    ...titlesOf(sources, ['sources'], languages),
    ...resources.flatMap(({ title, titles, sources: own, index }) => [
      ...titlesIn({ title, titles }, ['resources', index], languages),
      ...(own === sources ? [] : titlesOf(own, ['resources', index, 'sources'], languages)),
    ]),
  ];
  return titled.flatMap(({ path, title, shownIn }) => {
    const amount = shownIn.map((language) => findAmount(title, language)).find((each) => each !== undefined);
    const fix = 'name what the dataset or its source is; put the amount into a dataset and quote the cell';
    return amount ? [problem(placeOf(path), 'untied-number', `this title states "${amount.text}"`, fix)] : [];
  });
}

/** A title, and the languages of decks that show it. */
interface Titled {
  path: (string | number)[];
  title: string;
  shownIn: readonly string[];
}

const titlesOf = (sources: Descriptor['sources'] = [], path: (string | number)[], languages: readonly string[]): Titled[] =>
  sources.flatMap((source, index) => titlesIn(source, [...path, index], languages));

function titlesIn(
  { title, titles = {} }: { title?: string | undefined; titles?: Readonly<Record<string, string>> | undefined },
  path: (string | number)[],
  languages: readonly string[],
): Titled[] {
  const shownIn = languages.filter((each) => titles[each] === undefined);
  return [
    ...(title === undefined ? [] : [{ path: [...path, 'title'], title, shownIn: shownIn.length > 0 ? shownIn : ['en'] }]),
    ...Object.entries(titles).map(([language, each]) => ({
      path: [...path, 'titles', language],
      title: each,
      shownIn: isLanguage(language) ? [language] : ['en'],
    })),
  ];
}

/** A problem for each dataset that would be newer than the decks. */
function dayProblems({ resources }: Descriptor, file: SourceFile, day: string): Problem[] {
  const placeOf = nodePlaces(file);
  return resources.flatMap(({ name, asOf, index }) => {
    if (asOf === undefined || asOf <= day) return [];
    const reason = `the dataset "${name}" is as of ${asOf}, after the day of the decks, ${day}`;
    return [problem(placeOf(['resources', index, 'asOf']), 'as-of-after-date', reason, 'mend the asOf, or the date of the decks')];
  });
}

async function sources(root: string, folder: string, ending: string): Promise<SourceFile[]> {
  const files = (await readFolder(root, folder)).filter((name) => name.endsWith(ending));
  return Promise.all(files.map((name) => readListed(root, `${folder}/${name}`)));
}

/** A file whose name stands in its folder: only a link may lead nowhere. */
async function readListed(root: string, path: string): Promise<SourceFile> {
  const file = await readSource(root, path);
  if (!file)
    throw new ProjectError([problem({ file: path }, 'missing-file', 'it is a link that leads nowhere', 'mend the link, or remove it')]);
  return file;
}
