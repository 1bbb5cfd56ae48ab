import { readSource, type SourceFile } from '../files.ts';
import type { Face } from '../fonts/faces.ts';
import { inFamilies } from '../fonts/families.ts';
import { didYouMean, type Place, ProjectError, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { besideMarpTheme, deckTheme, onMarpTheme } from '../themes/deck.ts';
import { type Deck, placeInDecks } from './decks.ts';
import { placeFault } from './faults.ts';
import type { SlideFile } from './read.ts';

/** The themes that Marp brings. */
const marpThemes = ['default', 'gaia', 'uncover'];

/** The themes that a deck may name, and a theme import, without a file of its own. */
export const themeNames: readonly string[] = ['tieout', ...marpThemes];

/**
 * The styles of themes that `theme` imports: ours, and those of Marp's without the fonts of the network and of the reader's machine, in those of
 * the deck, so that they are the same wherever they are shown.
 */
export const builtInThemes = (marps: Iterable<{ name: string; css: string }>, faces: readonly Face[], theme: string): string[] => [
  ...[...marps]
    .filter(({ name }) => new RegExp(`@import(?:-theme)?\\s+["']${name}["']`).test(theme))
    .map(({ css }) => inFamilies(`${inOwnFonts(css)}\n${besideMarpTheme}`, faces)),
  inFamilies(deckTheme, faces),
];

const inOwnFonts = (css: string) =>
  css
    .replace(/@import\s+(?:url\()?["']https?:[^;]*;/g, '')
    .replace(/(?<=[;{\s])font-family:[^;}]*/g, 'font-family:"Noto Sans TC",sans-serif');

/** A theme with the first fonts of the deck, where it says nothing of fonts: a screen would take those of its machine. */
export const withFonts = (css: string, faces: readonly Face[]): string =>
  /@import|\bfont(?:-family)?\s*:/.test(css)
    ? css
    : `${css}\n${inFamilies('section { font-family: "Noto Sans TC", sans-serif }', faces)}\n`;

/** The name that a theme gives itself: `@theme name` in a comment. */
export const themeName = (css: string) => /@theme\s+([\w-]+)/.exec(css)?.[1];

const builtIn = ({ faces }: Project, name: string): SourceFile => ({
  path: `slides/${name}`,
  text: inFamilies(name === 'tieout' ? deckTheme : onMarpTheme(name), faces),
});

/**
 * The theme of a deck: the one that slides/decks.yaml names, else its slides by `theme`, else slides/theme.css, else
 * tieout's own. Throws a problem when there is none of that name.
 */
export async function readTheme(project: Project, deck: Deck, files: readonly SlideFile[]): Promise<SourceFile> {
  const configured = deck.theme ?? project.decks.theme;
  if (configured !== undefined) return namedTheme(project, configured, placeInDecks(project.decksFile, deck, configured));
  const own = await readSource(project.root, 'slides/theme.css');
  const named = files.find((each) => each.matter.theme !== undefined);
  const name = named?.matter.theme ?? '';
  if (!named || (own && themeName(own.text) === name)) return own ?? builtIn(project, 'tieout');
  if (themeNames.includes(name)) return builtIn(project, name);
  const known = [...themeNames, ...(own ? [themeName(own.text) ?? ''] : [])];
  const { line } = placeFault(named.file, { rule: 'unknown-theme', reason: '', fix: '', seek: ['theme:'] });
  throw new ProjectError([
    problem(
      { file: named.file.path, line: line as number, column: 1 },
      'unknown-theme',
      `unknown theme "${name}"`,
      didYouMean(name, known),
    ),
  ]);
}

async function namedTheme(project: Project, name: string, place: Place): Promise<SourceFile> {
  if (themeNames.includes(name)) return builtIn(project, name);
  const theme = await readSource(project.root, `slides/${name}`, place);
  const fix = `write the theme, or name another: a file in slides/, or ${themeNames.join(', ')}`;
  if (!theme) throw new ProjectError([problem(place, 'missing-file', `there is no theme "slides/${name}"`, fix)]);
  return theme;
}
