import { createHash } from 'node:crypto';
import { Marp, type MarpOptions } from '@marp-team/marp-core';
import cjkFriendly from 'markdown-it-cjk-friendly';
import type { Chart } from '../charts/index.ts';
import { escapeXml } from '../charts/svg.ts';
import { latestAsOf, type Table } from '../data/tables.ts';
import { decodeAddress } from '../files.ts';
import type { Face } from '../fonts/faces.ts';
import { sourceLine } from '../quotes/formats.ts';
import { hasMarks, type Ledger, statesFigure, type Tie } from '../quotes/ledger.ts';
import { saidIn } from '../quotes/localize.ts';
import { remember } from '../remember.ts';
import { isPaint, showBackgrounds, withLook } from './backgrounds.ts';
import { divideAtHeadings } from './dividers.ts';
import { markFitting } from './fitting.ts';
import { drawMath } from './math.ts';
import { builtInThemes, themeName } from './themes.ts';

/** What the slides of one deck show beside their text. */
export interface Stage {
  language: string;
  css: string;
  ledger: Ledger;
  /** Names that hold numbers and are no figures. */
  literals: readonly RegExp[];
  tables: ReadonlyMap<string, Table>;
  /** By project path: a chart, or a picture as a data URI. */
  images: ReadonlyMap<string, { chart: Chart; svg: string } | { uri: string }>;
  /** For each file, the levels of the headings that begin a slide. */
  dividers: readonly (readonly number[])[];
  /** The faces in which it is set. */
  faces: readonly Face[];
  /** A plugin of markdown-it beside those of every deck. */
  extend?: (md: Any) => void;
}

/**
 * What a rendering tells of each slide, in order: the index of its file, its charts, addresses of images that are none
 * of the project's, and what Marp leaves out because it stands beside a style.
 */
export interface SlideInfo {
  file: number;
  charts: string[];
  lost: string[];
  dropped: string[];
  /** Names of datasets whose figures it shows, and that do not say where these come from, or of which day they are. */
  unsourced: string[];
}

// biome-ignore lint/suspicious/noExplicitAny: markdown-it's tokens come untyped through Marp
type Any = any;

/**
 * Marp with the rooms of a deck behind it: charts are drawn inline, pictures embedded, and every slide that
 * shows a figure ends in its source line. Nothing in the result asks the network for anything.
 */
export function makeMarp(stage: Stage, options: MarpOptions = {}): Marp {
  const slugifier = (title: string) =>
    stage.ledger
      .resolve(title)
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-');
  const emoji = { shortcode: true, unicode: false } as const;
  const marp = new Marp({ ...options, html: true, math: 'mathjax', minifyCSS: false, emoji, slug: { slugifier } });
  parseOnce(marp);
  for (const css of builtInThemes(marp.themeSet.themes(), stage.faces, stage.css)) marp.themeSet.add(css);
  marp.themeSet.add(stage.css);
  packOnce(marp, stage.css);
  (marp.customDirectives.local as Any).file = (value: unknown) => ({ file: Number(value) });
  marp.use(cjkFriendly as Any);
  marp.use(nameScopes);
  marp.use(keepLinks);
  marp.use(keepWords);
  marp.use(markFitting, themeName(stage.css) ?? '');
  marp.use(divideAtHeadings, stage.dividers);
  marp.use(showImages, stage);
  marp.use(showBackgrounds, (path: string) => uriOf(stage, path));
  marp.use(drawMath, stage.ledger);
  marp.use(addSources, stage);
  if (stage.extend) marp.use(stage.extend);
  return marp;
}

interface ThemeClass {
  fromCSS: (css: string, options: object) => unknown;
}
const parsing = new Set<ThemeClass>();

/** Each rendering reads all themes anew; the class of themes gives those that it has read before. */
function parseOnce({ themeSet }: Marp): void {
  const themes = (themeSet.default as object).constructor as unknown as ThemeClass;
  if (parsing.has(themes)) return;
  parsing.add(themes);
  const parse = themes.fromCSS.bind(themes);
  const read = remember<unknown>(50);
  themes.fromCSS = (css, options) => {
    const key = JSON.stringify([css, options], (_, value: unknown) => (typeof value === 'function' ? value.name : value));
    return read(key, () => parse(css, options));
  };
}

const packed = remember<string>(50);

/** Styles depend on the theme and the options alone, and packing them costs more than all else in a rendering. */
function packOnce(marp: Marp, css: string): void {
  const pack = marp.themeSet.pack.bind(marp.themeSet);
  marp.themeSet.pack = (theme, options) => {
    const key = JSON.stringify([css, theme, options]);
    return packed(key, () => pack(theme, options));
  };
}

/** A scoped style is bound to its slide by a name, which Marp draws by lot; here it is the hash of the slide's scoped styles. */
function nameScopes(md: Any): void {
  md.core.ruler.before('marpit_style_assign', 'tieout_scopes', (state: Any) => {
    eachSlide(state.tokens, (slide, open) => {
      const styles = slide.filter((token) => token.type === 'marpit_style' && token.meta?.marpitStyleScoped);
      if (styles.length === 0) return;
      const text = styles.map((token) => token.content).join('\n');
      const key = createHash('sha256').update(text).digest('hex').slice(0, 8);
      open.meta = { ...open.meta, marpitStyleScoped: { ...open.meta?.marpitStyleScoped, key } };
      open.attrSet(`data-marpit-scope-${key}`, '');
    });
  });
}

/**
 * Every link becomes one, with the marks of cells in its address as they are: what may not be followed is then seen
 * and refused, where Markdown alone would leave it as text without a word.
 */
function keepLinks(md: Any): void {
  const normalize = md.normalizeLink;
  const escapedMark = /%EE%80%80(?:%EE%80%9\d)+%EE%80%81/g;
  md.validateLink = () => true;
  md.normalizeLink = (address: string) => normalize(address).replace(escapedMark, decodeURIComponent);
}

/**
 * Marp writes the words of a header and a footer into the attributes of the slide, its style among them, too. Where
 * they quote cells they are kept from there.
 */
function keepWords(md: Any): void {
  const kept = new Map<Any, object>();
  md.core.ruler.before('marpit_directives_apply', 'tieout_words_out', (state: Any) => {
    for (const { meta } of state.tokens) {
      const { header, footer, ...others } = meta?.marpitDirectives ?? {};
      if (!hasMarks(`${header} ${footer}`)) continue;
      kept.set(meta, { marpitHeader: header, marpitFooter: footer });
      meta.marpitDirectives = others;
    }
  });
  md.core.ruler.after('marpit_directives_apply', 'tieout_words_in', () => {
    for (const [meta, words] of kept) Object.assign(meta, words);
    kept.clear();
  });
}

/** Walks the tokens of each slide, between its opening and its closing token. */
function eachSlide(tokens: Any[], visit: (slide: Any[], open: Any, close: Any) => void): void {
  let open: Any;
  let slide: Any[] = [];
  for (const token of tokens) {
    if (token.type === 'marpit_slide_open') [open, slide] = [token, []];
    else if (token.type === 'marpit_slide_close') visit(slide, open, token);
    else slide.push(token);
  }
}

const uriOf = (stage: Stage, address: string): string | undefined => {
  const found = stage.images.get(decodeAddress(address));
  return found && 'uri' in found ? found.uri : undefined;
};

/** Puts pictures and charts where Markdown, HTML, headers and footers name them by their project paths. */
function showImages(md: Any, stage: Stage): void {
  const show = (state: Any) => {
    for (const token of state.tokens.flatMap((each: Any) => [each, ...(each.children ?? [])])) {
      if (token.type === 'image' && !token.meta?.isShown) showImage(token, state, stage);
      if (token.type === 'html_inline' || token.type === 'html_block') token.content = withPictures(token.content, stage);
    }
  };
  md.core.ruler.after('inline', 'tieout_pictures', show);
  md.core.ruler.after('marpit_header_and_footer', 'tieout_marginal_pictures', show);
  md.renderer.rules.tieout_chart = (tokens: Any[], index: number) => {
    const { chart, svg, marpitImage } = tokens[index].meta as { chart: Chart; svg: string; marpitImage: Any };
    const alt = md.renderer.renderInlineAsText(tokens[index].children ?? [], md.options, {});
    const { width, height } = marpitImage ?? {};
    const style = width || height ? `width:${width ?? 'auto'};height:${height ?? 'auto'}` : undefined;
    return `<span class="chart">${withLook(svg, alt || chart.description, style)}</span>`;
  };
}

function showImage(token: Any, state: Any, stage: Stage): void {
  const address = decodeAddress(token.attrGet('src'));
  const found = stage.images.get(address);
  const image = token.meta?.marpitImage;
  const isDrawn = image?.background && isPaint(address);
  token.meta = { ...token.meta, isShown: true, ...(!found && !isDrawn && { lost: true }) };
  if (found && 'uri' in found) {
    token.attrSet('src', found.uri);
    // Marp shows a background by the address that it noted before.
    if (image) image.url = found.uri;
  }
  if (!found || 'uri' in found) return;
  token.meta = { ...token.meta, ...found };
  if (image?.background) return;
  token.type = 'tieout_chart';
  // Marp takes its keywords out of the words of pictures alone.
  const words = (image?.options ?? []).flatMap((each: Any) => (each.consumed ? [] : [each.leading + each.content])).join('');
  token.children = [];
  state.md.inline.parse(words.trim(), state.md, state.env, token.children);
}

/** The pictures of HTML, in the page. */
const withPictures = (html: string, stage: Stage) =>
  html.replace(/(<img\b[^<>]*?\ssrc\s*=\s*)(["'])([^"'<>]+)\2/gi, (whole, before: string, quote: string, address: string) => {
    const uri = uriOf(stage, address);
    return uri === undefined ? whole : `${before}${quote}${uri}${quote}`;
  });

function addSources(md: Any, stage: Stage): void {
  // Before Marpit collects the tokens of each slide, which is what print renders.
  md.core.ruler.before('marpit_collect', 'tieout_sources', (state: Any) => {
    const result: Any[] = [];
    const lines = new Map<Any, string>();
    const slides: SlideInfo[] = [];
    eachSlide(state.tokens, (slide, open, close) => {
      const inner = slide.flatMap((token) => token.children ?? []);
      const charts = inner.filter((token) => token.meta?.chart).map((token) => token.meta.chart.name);
      const lost = inner.filter((token) => token.meta?.lost).map((token) => token.attrGet('src'));
      const { text, unsourced } = slideSources(slide, stage);
      slides.push({ file: open.meta?.marpitDirectives?.file ?? 0, charts, lost, dropped: slide.flatMap(besideStyle), unsourced });
      if (text) lines.set(close, text);
    });
    state.env.slides = slides;
    for (const token of state.tokens) {
      const text = lines.get(token);
      if (text) {
        const line = new state.Token('tieout_sources', 'p', 0);
        line.content = text;
        result.push(line);
      }
      result.push(token);
    }
    state.tokens = result;
  });
  md.renderer.rules.tieout_sources = (tokens: Any[], index: number) => `<p class="sources">${escapeXml(tokens[index].content)}</p>\n`;
}

/** What stands on the lines of a style and is no part of it, or a style without an end. */
function besideStyle(token: Any): string[] {
  if (token.type !== 'marpit_style') return [];
  const rest = String(token.markup)
    .replace(/<style[\s\S]*?>[\s\S]*?<\/style>/i, '')
    .trim();
  return rest === '' ? [] : [rest];
}

/** The source line of a slide, from the datasets on which its figures and charts rest; none when it shows no figure, or one of them tells no source. */
function slideSources(slide: Any[], stage: Stage): { text?: string; unsourced: string[] } {
  const ties: Tie[] = [];
  const charts: Chart[] = [];
  const keepTies = (text: string) =>
    stage.ledger.resolve(text, (tie) => {
      ties.push(tie);
      return '';
    });
  const visit = (token: Any): void => {
    keepTies(String(token.content ?? ''));
    if (token.meta?.chart) {
      charts.push(token.meta.chart);
      keepTies(token.meta.svg);
    }
    token.children?.forEach(visit);
  };
  slide.filter((token) => token.type !== 'marpit_comment').forEach(visit);
  const figures = ties.filter((each) => statesFigure(each, stage.language));
  const names = unique([...figures.flatMap((tie) => datasetsOf(tie, stage)), ...charts.flatMap((chart) => chart.datasets)]);
  const tables = names.flatMap((name) => stage.tables.get(name) ?? []);
  const unsourced = tables.filter(({ asOf, sources }) => asOf === '' || sources.length === 0).map(({ name }) => name);
  if (tables.length === 0 || unsourced.length > 0) return { unsourced };
  const titles = sourceTitles(tables, stage);
  const places = unique(figures.flatMap((tie) => tie.place ?? [])).sort();
  const text = sourceLine(titles, places.length <= mostPlaces ? places : [], latestAsOf(tables) as string, stage.language);
  return { text, unsourced };
}

/** Names of the datasets from whose cells a figure is computed. */
function datasetsOf({ table: name, field }: Tie, stage: Stage): readonly string[] {
  const table = stage.tables.get(name);
  return table?.fields.find((each) => each.name === field)?.datasets ?? table?.datasets ?? [];
}

/** More places than these would not fit on the source line; the sheet lists all. */
const mostPlaces = 4;

const unique = (texts: readonly string[]) => [...new Set(texts)];

/** The sources of tables in the deck's language, in the order in which the project's datasets name them. */
function sourceTitles(tables: readonly Table[], stage: Stage): string[] {
  const used = new Set(tables.flatMap((table) => table.sources.map((source) => source.title)));
  const known = [...stage.tables.values()].flatMap((table) => table.sources).filter((source) => used.has(source.title));
  return unique(known.map((source) => saidIn(source.titles, stage.language) ?? source.title));
}
