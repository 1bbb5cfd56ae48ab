import type { Chart } from '../charts/index.ts';
import { escapeXml } from '../charts/svg.ts';
import { withoutMarks } from '../quotes/ledger.ts';
import type { RenderedDeck } from '../slides/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: markdown-it's tokens come untyped through Marp
type Any = any;

/** The attribute by which an element of a preview tells its source: `slides/en/01.md:7`. Decks that are built have none. */
export const sourceAttribute = 'data-source';

/** A deck whose blocks tell the file and the line that they come from, when it is rendered once more. */
export function traced(deck: RenderedDeck): RenderedDeck {
  const sources = lineSources(deck);
  return { ...deck, stage: { ...deck.stage, extend: (md) => traceBlocks(md, sources) } };
}

function traceBlocks(md: Any, sources: LineSources): void {
  md.core.ruler.push('tieout_trace', ({ tokens }: Any) => {
    let words: Any[] = [];
    let section: Any;
    for (const token of tokens) {
      if (token.type === 'marpit_slide_open') [section, words] = [token, []];
      if (/^marpit_(?:header|footer)_open$/.test(token.type)) words.push(token);
      if (token.type === 'marpit_slide_close') traceWords(words, section.attrGet(sourceAttribute), sources);
      if (!token.map || token.type.startsWith('marpit_')) continue;
      const source = sources.ofLine(token.map[0]);
      if (token.type === 'html_block') token.content = traceTag(token.content, source);
      else if (token.nesting === 1 || token.type === 'fence' || token.type === 'code_block') token.attrSet(sourceAttribute, source);
      if (section && !section.attrGet(sourceAttribute)) section.attrSet(sourceAttribute, source);
    }
  });
  const { tieout_chart: drawChart } = md.renderer.rules;
  md.renderer.rules.tieout_chart = (tokens: Any[], index: number) =>
    traceTag(drawChart(tokens, index), `${(tokens[index].meta.chart as Chart).file}:1`);
  const { tieout_sources: writeSources } = md.renderer.rules;
  md.renderer.rules.tieout_sources = (tokens: Any[], index: number) => traceTag(writeSources(tokens, index), 'data/datapackage.json:1');
}

function traceWords(tokens: readonly Any[], slide: string | null, { ofWords }: LineSources): void {
  for (const token of tokens) if (slide) token.attrSet(sourceAttribute, ofWords(slide, token.tag));
}

/** An HTML text whose first tag tells its source. */
const traceTag = (html: string, source: string) =>
  html.replace(/^(\s*<[a-z][\w-]*)(?=[\s>])/i, (tag) => `${tag} ${sourceAttribute}="${escapeXml(source)}"`);

/** Tells where in the slide files something comes from, as `file:line`. */
interface LineSources {
  /** A line (from 0) of the deck's Markdown. */
  ofLine(line: number): string;
  /** The `header` or `footer` of the slide that comes from `slide`. */
  ofWords(slide: string, name: string): string;
}

function lineSources(deck: RenderedDeck): LineSources {
  const files: { path: string; first: number; lines: number[] }[] = [];
  let from = 0;
  for (const { file, markdown } of deck.files) {
    const text = markdown.trim();
    const at = deck.markdown.indexOf(text, from);
    from = at + text.length;
    const { body, skipped } = bodyOf(file.text);
    const lines = alignLines(body, text.split('\n')).map((line) => line + skipped + 1);
    files.push({ path: file.path, first: countLines(deck.markdown.slice(0, at)), lines });
  }
  const ofLine = (line: number) => {
    const own = files.findLast((each) => each.first <= line) ?? files[0];
    return own ? `${own.path}:${own.lines[Math.max(0, Math.min(line - own.first, own.lines.length - 1))] ?? 1}` : 'slides/decks.yaml:1';
  };
  const ofWords = (slide: string, name: string) => {
    const own = deck.files.find(({ file }) => slide.startsWith(`${file.path}:`))?.file;
    const line = own?.text.split('\n').findIndex((each) => each.startsWith(`${name}:`)) ?? -1;
    return own && line >= 0 ? `${own.path}:${line + 1}` : slide;
  };
  return { ofLine, ofWords };
}

const countLines = (text: string) => text.split('\n').length - 1;

/** The lines of a slide file below its front matter, and how many stand above them. */
function bodyOf(text: string): { body: string[]; skipped: number } {
  const head = /^---\n[\s\S]*?\n---(?:\n|$)/.exec(text)?.[0] ?? '';
  return { body: text.slice(head.length).split('\n'), skipped: countLines(head) };
}

/**
 * For each line of a quoted text, the line (from 0) of its template: the next one that reads the same but for its
 * cells, or, of a loop, one before. A line that is found nowhere is where the one before it is.
 */
export function alignLines(template: readonly string[], quoted: readonly string[]): number[] {
  const forms = template.map(templateForm);
  const loops = loopLines(template);
  const places = groupLines(forms);
  let last = -1;
  return quoted.map((line) => {
    const form = withoutMarks(line).replace(addresses, ']()').trim();
    const same = form === '' ? [] : (places.get(form) ?? []);
    const next = same.find((each) => each > last);
    const before = same.findLast((each) => each <= last && loops.has(each));
    const isNear = next !== undefined && (before === undefined || next - last <= last - before + 1);
    last = (isNear ? next : before) ?? next ?? last;
    return Math.max(0, last);
  });
}

function groupLines(forms: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  forms.forEach((form, line) => void places.set(form, [...(places.get(form) ?? []), line]));
  return places;
}

/** Images are named anew when a file is quoted. */
const addresses = /\]\([^)]*\)/g;

/** A line of a template as its quoted one reads: a sign for each cell, and no tags. */
const templateForm = (line: string) =>
  line
    .replace(/\{%.*?%\}/g, '')
    .replace(/\{\{.*?\}\}/g, '\uFFFC')
    .replace(addresses, ']()')
    .trim();

/** The lines that stand in a loop. */
function loopLines(template: readonly string[]): Set<number> {
  const found = new Set<number>();
  let depth = 0;
  template.forEach((line, index) => {
    const opened = line.match(/\{%-?\s*(?:for|tablerow)\b/g)?.length ?? 0;
    depth += opened;
    if (depth > 0) found.add(index);
    depth = Math.max(0, depth - (line.match(/\{%-?\s*end(?:for|tablerow)\b/g)?.length ?? 0));
  });
  return found;
}
