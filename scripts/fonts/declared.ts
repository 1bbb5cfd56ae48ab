import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { nodePlaces } from '../config.ts';
import { insideProject, isFile, type SourceFile } from '../files.ts';
import { collect, endStage, type Place, type Problem, ProjectError, problem, within } from '../problems.ts';
import { note } from '../trace.ts';
import { type Face, shippedFaces } from './faces.ts';
import { FontError, readFontFacts } from './sfnt.ts';

/**
 * The faces of a project: those of the `fonts` of slides/decks.yaml, in their order, and the shipped ones after them. Of two
 * of the same family, weight and style the first counts. Throws a problem for each entry that is no font.
 */
export async function readFaces(root: string, decksFile: SourceFile, fonts: readonly string[]): Promise<readonly Face[]> {
  if (fonts.length === 0) return shippedFaces;
  const problems: Problem[] = [];
  const placeOf = nodePlaces(decksFile);
  const own = await Promise.all(
    fonts.map((entry, index) => {
      const place = placeOf(['fonts', index]);
      const facesOf = isFontFile.test(entry) ? facesOfFile : facesOfPackage;
      return collect(problems, () => within(place, () => facesOf(root, entry, place)));
    }),
  );
  endStage(problems);
  const faces = [...own.flatMap((each) => each ?? []), ...shippedFaces];
  const isSame = (a: Face, b: Face) => a.family === b.family && a.weight === b.weight && a.style === b.style;
  return faces.filter((each, index) => faces.findIndex((other) => isSame(each, other)) === index);
}

const isFontFile = /\.(?:ttf|otf|ttc|otc|woff2?)$/i;
const isEmbeddable = /\.(?:ttf|otf)$/i;

const fontProblem = (place: Place, reason: string, fix: string) => new ProjectError([problem(place, 'font', reason, fix)]);

async function facesOfFile(root: string, path: string, place: Place): Promise<Face[]> {
  const file = await insideProject(root, path, place);
  if (!(await isFile(file)))
    throw new ProjectError([
      problem(
        place,
        'missing-file',
        `there is no font "${path}"`,
        'put the file there, or mend the path, which begins at the folder of the project',
      ),
    ]);
  const version = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
    .slice(0, 16);
  return facesIn(file, version, path, place);
}

/** The faces of all fonts in the package, which is sought as Node does, from the folder of the project upwards. */
async function facesOfPackage(root: string, name: string, place: Place): Promise<Face[]> {
  if (!/^(?:@[\w-][\w.-]*\/)?[\w-][\w.-]*$/.test(name))
    throw fontProblem(
      place,
      `"${name}" is no font file and no npm package`,
      'give the path of a TTF or OTF file, or the name of a package',
    );
  const folder = await packageFolderFrom(root, name);
  if (!folder) throw fontProblem(place, `the package "${name}" is not installed`, `type: npm i ${name}`);
  const version = /"version"\s*:\s*"([^"]*)"/.exec(await readFile(join(folder, 'package.json'), 'utf8'))?.[1] ?? '';
  const files = (await readdir(folder, { recursive: true })).filter((each) => !each.split(sep).includes('node_modules')).sort();
  const fonts = files.filter((each) => isEmbeddable.test(each));
  if (fonts.length === 0) throw noFontsIn(name, files, place);
  return (await Promise.all(fonts.map((each) => facesIn(join(folder, each), version, `${name}/${each}`, place)))).flat();
}

function noFontsIn(name: string, files: readonly string[], place: Place): ProjectError {
  if (!files.some((each) => isFontFile.test(each)))
    return fontProblem(
      place,
      `the package "${name}" holds no font`,
      'name a package of TTF or OTF files, such as @expo-google-fonts/noto-sans',
    );
  const same = /^@fontsource(?:-variable)?\/(.+)$/.exec(name)?.[1] ?? 'noto-sans';
  const [reason, other] = [`the package "${name}" holds fonts for the web alone (WOFF)`, `@expo-google-fonts/${same}`];
  return fontProblem(place, reason, `take the package with the whole fonts: npm i ${other}, and write "${other}" here`);
}

async function packageFolderFrom(root: string, name: string): Promise<string | undefined> {
  const top = resolve(root);
  for (let folder = top; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    // One that comes to stand nearer is another one.
    note(`file ${relative(top, join(found, 'package.json'))}`);
    if (await isFile(join(found, 'package.json'))) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The weights that a variable font gives. */
const weights = [100, 200, 300, 400, 500, 600, 700, 800, 900];

async function facesIn(file: string, version: string, path: string, place: Place): Promise<Face[]> {
  try {
    const { family, weight, style, axes, isRestricted } = await readFontFacts(file);
    if (isRestricted) throw new FontError('its licence does not allow to embed it', 'take a font that may be embedded');
    const range = axes.get('wght');
    const pinned = (own: number | undefined) =>
      Object.fromEntries([...axes].map(([tag, { normal }]) => [tag, tag === 'wght' ? (own ?? normal) : normal]));
    if (!range) return [{ family, weight, style, file, version, ...(axes.size > 0 && { axes: pinned(undefined) }) }];
    const inRange = weights.filter((each) => each >= range.least && each <= range.most);
    const own = inRange.length > 0 ? inRange : [range.normal];
    return own.map((each) => ({ family, weight: Math.round(each), style, file, version, axes: pinned(each) }));
  } catch (error) {
    if (!(error instanceof FontError)) throw error;
    throw fontProblem(place, `"${path}": ${error.message}`, error.fix);
  }
}
