import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5';
import { decodeAddress } from '../files.ts';
import { isLanguage } from '../quotes/languages/index.ts';
import { buttonTexts } from './controls.ts';
import type { DeckReading, PageReading, ShownTie } from './reading.ts';
import { recordElement } from './schema.ts';
import { isSealed } from './seal.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const isElement = (node: Node): node is Element => 'tagName' in node;
const childrenOf = (node: Node): readonly Node[] => ('childNodes' in node ? node.childNodes : []);
const attribute = (element: Element, name: string) => element.attrs.find((each) => each.name === name)?.value;
const hasClass = (element: Element, name: string) => (attribute(element, 'class') ?? '').split(/\s+/).includes(name);

/** Elements that nobody reads, and those that stand within a line; all others part lines. */
const unread = new Set(['style', 'script', 'template', 'title', 'desc', 'metadata']);
export const inline = new Set(
  'a abbr b bdi bdo cite code data del em i ins kbd mark q s samp small span strong sub sup time tspan u var #text ::before ::after'.split(
    ' ',
  ),
);

/** The text of the nodes as it is read, a line for each block, cell or text of a picture; marks stay. */
function textOf(nodes: readonly Node[]): string {
  let text = '';
  const visit = (node: Node): void => {
    if (node.nodeName === '#text') text += (node as DefaultTreeAdapterTypes.TextNode).value.replace(/\s+/g, ' ');
    if (!isElement(node) || unread.has(node.tagName)) return;
    const edge = inline.has(node.tagName) ? '' : '\n';
    text += edge;
    childrenOf(node).forEach(visit);
    if (node.tagName === 'img') drawnIn(attribute(node, 'src') ?? '').forEach(visit);
    text += edge;
  };
  nodes.forEach(visit);
  return text.replace(/[^\S\n]*\n\s*/g, '\n').trim();
}

/** What an embedded SVG picture draws: its texts are read as those of the page. */
function drawnIn(address: string): readonly Node[] {
  const [, packed, data = ''] = /^data:image\/svg\+xml(?:;charset=[\w-]+)?(;base64)?,(.*)$/is.exec(address) ?? [];
  return parseFragment(packed ? Buffer.from(data, 'base64').toString('utf8') : decodeAddress(data)).childNodes;
}

/** Every element under the nodes, in the order of the document. */
function elementsIn(nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node) => (isElement(node) ? [node, ...elementsIn(childrenOf(node))] : []));
}

/** What is told of a picture: the `alt` of an image, the `aria-label` of an inline one. */
function altsIn(elements: readonly Element[]): string[] {
  const told = elements.map((each) => {
    if (each.tagName === 'img') return attribute(each, 'alt');
    return each.tagName === 'svg' && attribute(each, 'role') === 'img' ? attribute(each, 'aria-label') : undefined;
  });
  return told.filter((each) => each !== undefined && each !== '') as string[];
}

/** Where the links of a page lead, each once; those within the deck aside. */
function linksIn(elements: readonly Element[]): string[] {
  const links = elements.filter((each) => each.tagName === 'a').map((each) => attribute(each, 'href') ?? '');
  return [...new Set(links.filter((each) => each !== '' && !each.startsWith('#')))];
}

/** What a reader has of an HTML fragment. */
export type FragmentReading = Required<Pick<PageReading, 'text' | 'alts' | 'links'>>;

/** The text of an HTML fragment and of its pictures, as a reader has them, and its links; marks stay. */
export function readFragment(nodes: readonly Node[]): FragmentReading {
  const elements = elementsIn(nodes);
  return { text: textOf(nodes), alts: altsIn(elements), links: linksIn(elements) };
}

/** The text of HTML as it is read, a line for each block. */
export const readText = (html: string): string => textOf(parseFragment(html).childNodes);

/** The texts of the tie-out records that an HTML carries. */
export const recordsIn = (html: string) =>
  elementsIn(parse(html).childNodes)
    .filter((each) => each.tagName === 'script' && attribute(each, 'id') === recordElement)
    .map((each) => each.childNodes.map((node) => ('value' in node ? node.value : '')).join(''));

/** Reads an HTML deck: each slide with its notes, and what stands outside all slides. `document` is the same, parsed. */
export function readHtml(html: string, document = parse(html)): DeckReading {
  const all = elementsIn(document.childNodes);
  const sections = all.filter((each) => each.tagName === 'section' && isSlide(each));
  const notes = all.filter((each) => hasClass(each, 'bespoke-marp-note'));
  const pages = sections.map((section, index) => {
    const own = notes.filter((each) => attribute(each, 'data-index') === String(index));
    return readSection(section, own);
  });
  const body = all.filter((each) => each.tagName === 'body');
  const language = attribute(all.find((each) => each.tagName === 'html') as Element, 'lang') ?? '';
  const said = buttonTexts(isLanguage(language) ? language : 'en');
  const outside = textOutside(body, new Set([...sections, ...notes])).filter((text) => !said.has(text));
  return {
    title: textOfTitle(all.filter((each) => each.tagName === 'title')[0]),
    subject: metaOf(all, 'description'),
    author: metaOf(all, 'author'),
    pages,
    outside,
    foreign: [...foreignIn(all), ...brokenSeal(html, metaOf(all, 'tieout:page'), all)],
    build: metaOf(all, 'tieout:build'),
  };
}

const metaOf = (all: readonly Element[], name: string) => {
  const found = all.find((each) => each.tagName === 'meta' && attribute(each, 'name') === name);
  return found && attribute(found, 'content');
};

/** The styles and scripts of a deck of the first release, which had no seal. */
const unsealed = { style: 4, script: 4 };

/** What tells that bytes were changed after tieout wrote them: text is compared elsewhere, styles and scripts here. */
function brokenSeal(html: string, seal: string | undefined, all: readonly Element[]): string[] {
  const sealed = isSealed(html, seal);
  if (sealed !== undefined) return sealed ? [] : ['bytes that were changed after it was built'];
  const count = (name: string) => all.filter((each) => each.tagName === name).length;
  return (['style', 'script'] as const).flatMap((name) => (count(name) > unsealed[name] ? [`a <${name}> more than its own`] : []));
}

/** Marp splits a slide with pictures behind it into layers, of which one holds its text. */
function isSlide(section: Element): boolean {
  const layer = attribute(section, 'data-marpit-advanced-background');
  return (layer === undefined || layer === 'content') && section.parentNode !== null && section.parentNode.nodeName === 'foreignObject';
}

function readSection(section: Element, notes: readonly Element[]): PageReading {
  const elements = elementsIn(section.childNodes);
  return {
    text: textOf([section]),
    beside: [],
    alts: altsIn(elements),
    links: linksIn(elements),
    ties: elements.flatMap(tieOf),
    notes: textOf(notes),
    noteTies: elementsIn(notes).flatMap(tieOf),
  };
}

function tieOf(element: Element): ShownTie[] {
  const id = attribute(element, 'data-tie');
  if (id === undefined) return [];
  return [{ id: Number(id), text: textOf([element]), value: element.tagName === 'data' ? (attribute(element, 'value') ?? '') : undefined }];
}

function textOutside(nodes: readonly Node[], known: ReadonlySet<Node>): string[] {
  return nodes.flatMap((node) => {
    if (known.has(node) || (isElement(node) && unread.has(node.tagName))) return [];
    if (node.nodeName !== '#text') return textOutside(childrenOf(node), known);
    const text = (node as DefaultTreeAdapterTypes.TextNode).value.trim();
    return text ? [text] : [];
  });
}

const textOfTitle = (title: Element | undefined) => title && textOf(title.childNodes);

/** What tieout writes into no deck: handlers, frames, fields, pages that open by themselves, and styles or scripts beyond its own. */
function foreignIn(all: readonly Element[]): string[] {
  const handlers = all.flatMap((each) => each.attrs.filter(({ name }) => /^on/i.test(name)).map(({ name }) => `<${each.tagName} ${name}>`));
  const frames = all
    .filter(({ tagName }) => /^(?:iframe|object|embed|link|base|template|input|textarea|select|bdo)$/.test(tagName))
    .map(({ tagName }) => `<${tagName}>`);
  const styles = all.filter((each) => each.tagName === 'style' && each.parentNode?.nodeName !== 'head' && !isInSvg(each));
  const refresh = all
    .filter((each) => /^refresh$/i.test(attribute(each, 'http-equiv') ?? ''))
    .map(() => 'a <meta> that opens another page');
  return [...handlers, ...frames, ...refresh, ...styles.map(() => 'a <style> outside the head')];
}

const isInSvg = (element: Element) => element.parentNode?.nodeName === 'svg';
