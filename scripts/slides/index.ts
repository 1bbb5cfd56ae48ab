import { extname } from 'node:path';
import type { MarpOptions } from '@marp-team/marp-core';
import type { Chart } from '../charts/index.ts';
import { nodePlaces } from '../config.ts';
import type { Table, Tables } from '../data/tables.ts';
import { decodeAddress, placeAt, readBytes, type SourceFile } from '../files.ts';
import { type Face, facesIn } from '../fonts/faces.ts';
import { endStage, type Problem, ProjectError, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { type ProjectWords, perWords } from '../quotes/languages/index.ts';
import { remember } from '../remember.ts';
import { type Fault, offsetIn, placeFault, shortened } from './faults.ts';
import { directivesOf, dividersOf } from './front-matter.ts';
import { pictureTypes } from './images.ts';
import { type Node, parseSlide, slideFaults, styleRules } from './markup.ts';
import type { SlideInfo, Stage } from './marp.ts';
import type { MathFault } from './math.ts';
import { plainText } from './plain.ts';
import type { QuotedDeck } from './read.ts';
import { fetchFaults, styleFaults } from './styles.ts';
import { themeName } from './themes.ts';

export { plainText } from './plain.ts';
export { type QuotedDeck, readDeck } from './read.ts';

/** One slide as rendered; its texts hold marks where figures stand. */
export interface Slide {
  /** From 1. */
  number: number;
  title: string;
  html: string;
  /** The same as parsed. */
  nodes: readonly Node[];
  notes: string;
  file: string;
  charts: readonly string[];
}

/** A deck as rendered for print, with what is needed to render it once more for the screen. */
export interface RenderedDeck extends QuotedDeck {
  markdown: string;
  css: string;
  /** The faces in which it is set. */
  faces: readonly Face[];
  /** What the project names in its `fonts`. */
  fonts: readonly string[];
  /** The words of its project. */
  words: ProjectWords;
  /** The charts on its slides. */
  charts: readonly Chart[];
  slides: readonly Slide[];
  stage: Stage;
}

/** A deck with one more slide at its end, as if from the file `path`; its Markdown may hold marks of the deck's ledger. */
export function withSlide(quoted: QuotedDeck, path: string, markdown: string, cls: string): QuotedDeck {
  return { ...quoted, files: [...quoted.files, { file: { path, text: markdown }, matter: { class: cls }, markdown, images: [] }] };
}

/** Renders a deck's Markdown, with `charts` by project path in the deck's language. */
export async function renderDeck(
  project: Project,
  tables: Tables,
  quoted: QuotedDeck,
  charts: ReadonlyMap<string, Chart>,
): Promise<RenderedDeck> {
  const theme = themeName(quoted.css);
  if (!theme)
    throw new ProjectError([
      problem({ file: quoted.themePath, line: 1 }, 'theme', 'the theme has no name', 'begin it with a comment such as /* @theme mine */'),
    ]);
  const paths = [...new Set(quoted.files.flatMap((each) => each.images))];
  const images = new Map(
    await Promise.all(paths.map(async (path) => [path, await readImage(project, quoted, path, charts.get(path))] as const)),
  );
  const { literals } = project.decks;
  const faces = facesIn(quoted.deck.language, project.faces);
  const dividers = quoted.files.map((each) => dividersOf(each.matter));
  const { css: styles, ledger } = quoted;
  const stage: Stage = { language: quoted.deck.language, css: styles, ledger, literals, tables: tables.list, images, dividers, faces };
  const markdown = joinFiles(quoted, theme);
  endStage(crowdedProblems(quoted));
  const { makeMarp } = await import('./marp.ts');
  const marp = makeMarp(stage, printOptions);
  const env: { htmlAsArray: true; slides?: SlideInfo[]; formulas?: MathFault[] } = { htmlAsArray: true };
  const { html, css, comments } = marp.render(markdown, env);
  endStage(swallowedProblems(quoted, env.slides ?? []));
  endStage((env.slides ?? []).flatMap((info) => lostParts(quoted, info)));
  endStage(unsourcedProblems(project, tables, quoted, env.slides ?? []));
  endStage((env.formulas ?? []).map((each) => formulaProblem(quoted, each)));
  const read = html.map((each) => readSlide(each, quoted, literals));
  const written = (marp as unknown as { lastStyles?: string[] }).lastStyles ?? [];
  endStage(safetyProblems(project, quoted, read, css, written, env.slides ?? []));
  const slides = html.map((each, index) => ({
    number: index + 1,
    title: plainText(/<h([1-6])[^>]*>([\s\S]*?)<\/h\1>/.exec(each)?.[2] ?? ''),
    html: each,
    nodes: read[index]?.nodes ?? [],
    notes: (comments[index] ?? []).join('\n\n'),
    file: quoted.files[env.slides?.[index]?.file ?? 0]?.file.path ?? '',
    charts: env.slides?.[index]?.charts ?? [],
  }));
  const shown = paths.flatMap((path) => charts.get(path) ?? []);
  const { words, decks } = project;
  return { ...quoted, markdown, css, faces, fonts: decks.fonts, words, charts: shown, slides, stage };
}

/** A slide as parsed, and what is wrong with it. */
interface ReadSlide {
  nodes: readonly Node[];
  faults: readonly Fault[];
}

const readBefore = perWords(() => remember<ReadSlide>(300));

/** Reads a slide as rendered, once for the same text with the same cells and names in it. */
function readSlide(html: string, { deck: { language }, ledger }: QuotedDeck, literals: readonly RegExp[]): ReadSlide {
  const key = JSON.stringify([html, ledger.resolve(html), literals.map(String)]);
  return readBefore(language)(key, () => {
    const nodes = parseSlide(html);
    return { nodes, faults: slideFaults(html, nodes, ledger, literals, language) };
  });
}

const mostSlides = 2000;

/** A problem at the first slide too many: each ruler begins one. */
function crowdedProblems({ files, deck }: QuotedDeck): Problem[] {
  let slides = 0;
  for (const { file, markdown } of files) {
    slides += 1 + (markdown.match(/^ {0,3}(?:-[ \t]*){3,}$|^ {0,3}(?:\*[ \t]*){3,}$|^ {0,3}(?:_[ \t]*){3,}$/gm)?.length ?? 0);
    const reason = `the deck "${deck.name}" has more than ${mostSlides} slides from here on`;
    if (slides > mostSlides) return [problem({ file: file.path }, 'limit', reason, 'split the deck')];
  }
  return [];
}

/** The images of a slide that were not seen when its file was read, and what is left out beside its styles. */
function lostParts(quoted: QuotedDeck, { file, lost, dropped }: SlideInfo): Problem[] {
  const source = quoted.files[file]?.file as SourceFile;
  const beside = dropped.map((text) => {
    const reason = `"${shortened(text.replace(/\s+/g, ' '))}" stands beside a style and is lost`;
    return placeFault(source, { rule: 'malformed', reason, fix: 'end the style with "</style>", and the line with it', seek: [text] });
  });
  const images = lost.map((address) => {
    const place = placeAt(source, Math.max(0, source.text.indexOf(decodeAddress(address))));
    const fix = 'write the image as ![what it shows](path), where the path begins at the slide';
    return problem(place, 'missing-image', `the image "${decodeAddress(address)}" is not one of the project`, fix);
  });
  return [...beside, ...images];
}

/** A problem for each dataset whose figures a slide shows, and that does not say what its source line must. */
function unsourcedProblems(
  { descriptor, descriptorFile }: Project,
  tables: Tables,
  { deck, files }: QuotedDeck,
  slides: readonly SlideInfo[],
): Problem[] {
  const names = [...new Set(slides.flatMap((each) => each.unsourced))];
  return names.map((name) => {
    const { asOf, sources } = tables.list.get(name) as Table;
    const at = slides.findIndex((each) => each.unsourced.includes(name));
    const index = descriptor.resources.find((each) => each.name === name)?.index ?? 0;
    const place = nodePlaces(descriptorFile)(['resources', index, 'name']);
    const lacks = [asOf === '' ? 'no asOf' : '', sources.length === 0 ? 'no sources' : ''].filter((each) => each !== '').join(' and ');
    const reason = `slide ${at + 1} of "${deck.name}" (${files[slides[at]?.file ?? 0]?.file.path}) shows figures of "${name}", which has ${lacks}`;
    const fix = 'give its entry the day of the figures, "asOf": "2025-09-30", and where they come from, "sources": [{ "title": "…" }]';
    return problem(place, 'unsourced', reason, fix);
  });
}

function formulaProblem({ files }: QuotedDeck, { seek, reason, fix }: MathFault): Problem {
  const sources = files.map((each) => each.file);
  return placeFault(holderOf(sources, seek), { rule: 'formula', reason, fix, seek });
}

/** The problems of all in a rendered deck that would act or fetch, each in the file that has brought it in. */
function safetyProblems(
  project: Project,
  quoted: QuotedDeck,
  read: readonly ReadSlide[],
  css: string,
  styles: readonly string[],
  slides: readonly SlideInfo[],
): Problem[] {
  const { literals } = project.decks;
  const { language } = quoted.deck;
  const theme = { path: quoted.themePath, text: quoted.css };
  const sources = quoted.files.map((each) => each.file);
  const inSlides = read.flatMap(({ faults }, index) => {
    const own = sources[slides[index]?.file ?? 0] as SourceFile;
    // What Marp writes into every slide may come from another file.
    return faults.map((fault) => placeFault(holderOf([own, ...sources], fault.seek), fault));
  });
  const inStyles = styles.flatMap((style) =>
    styleFaults(style, styleRules(literals, language)).map(({ offset: _, ...fault }) => placeFault(holderOf(sources, fault.seek), fault)),
  );
  const found = [...inSlides, ...inStyles];
  // What Marp has made of sound styles is read once more, as it goes into the page.
  return found.length > 0
    ? found
    : fetchFaults(css, styleRules(literals, language)).map(({ offset: _, ...fault }) => placeFault(theme, fault));
}

/** The first source that holds the surest of some texts, else the first of all. */
function holderOf(sources: readonly SourceFile[], seek: readonly string[]): SourceFile {
  const holders = seek.map((text) => sources.find((source) => offsetIn(source, [text]) !== undefined));
  return holders.find((each) => each !== undefined) ?? (sources[0] as SourceFile);
}

/** A problem for each file whose slides were taken for a part of the file before it. */
function swallowedProblems({ files }: QuotedDeck, slides: readonly SlideInfo[]): Problem[] {
  return files.flatMap(({ file }, index) => {
    if (index === 0 || slides.some((slide) => slide.file === index)) return [];
    const before = files[index - 1]?.file as SourceFile;
    const place = placeAt(before, Math.max(before.text.lastIndexOf('<!--'), before.text.lastIndexOf('```'), 0));
    return [problem(place, 'malformed', `"${file.path}" is swallowed by the file before it`, 'end the comment or the code there')];
  });
}

/** Plain sections, one a page: the rendering whose PDF is tagged in full. */
const printOptions: MarpOptions = { container: false, inlineSVG: false, script: false };

/** One Markdown for Marp: the deck's front matter, then each file with its own directives, reset at each file. */
function joinFiles(quoted: QuotedDeck, theme: string): string {
  const { ledger, deck } = quoted;
  const head = {
    marp: true,
    theme,
    lang: deck.language,
    title: ledger.resolve(quoted.title),
    author: ledger.resolve(quoted.author),
    description: ledger.resolve(quoted.subject),
    paginate: true,
    ...globalsOf(quoted),
  };
  const lines = (values: object) =>
    Object.entries(values)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .join('\n');
  const parts = quoted.files.map(({ matter, markdown }, file) => {
    const own = { file, ...directivesOf(matter) };
    return `<!--\n${lines(own)}\n-->\n\n${markdown.trim()}\n`;
  });
  return `---\n${lines(head)}\n---\n\n${parts.join('\n---\n\n')}`;
}

/** What a file says of the whole deck, as Marp takes it: a size, and styles. */
function globalsOf({ files }: QuotedDeck): Record<string, string> {
  const size = files.find((each) => each.matter.size !== undefined)?.matter.size;
  const styles = [...new Set(files.flatMap((each) => each.matter.style ?? []))].join('\n');
  return { ...(size !== undefined && { size }), ...(styles !== '' && { style: styles }) };
}

async function readImage(project: Project, { ledger }: QuotedDeck, path: string, chart: Chart | undefined) {
  return chart ? { chart, svg: ledger.adopt(chart.svg, chart.ledger) } : { uri: await dataUri(project, path) };
}

async function dataUri(project: Project, path: string): Promise<string> {
  const bytes = await readBytes(project.root, path);
  if (!bytes) throw new ProjectError([problem({ file: path }, 'missing-image', 'there is no such picture', 'add it, or mend the slide')]);
  return `data:${pictureTypes[extname(path).toLowerCase()]};base64,${bytes.toString('base64')}`;
}
