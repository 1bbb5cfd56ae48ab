import { blank } from './numbers.ts';

const directives =
  'marp|theme|class|paginate|backgroundColor|backgroundImage|backgroundPosition|backgroundRepeat|backgroundSize|color|headingDivider|lang|math|size|style|section';
const directiveLine = new RegExp(`^(?:<!--)?\\s*_?(?:${directives})\\s*:.*$`, 'gm');
const directiveComment = new RegExp(`<!--(?=\\s*_?(?:${directives}|header|footer)\\s*:)[\\s\\S]*?-->`, 'g');
const attribute = /\s[a-zA-Z_:@][\w:.@-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?/;
const tag = new RegExp(`</?[a-zA-Z][\\w-]*(?:\\s*${attribute.source})*\\s*/?>`, 'g');
const spoken = /\s(?:alt|title|aria-label|aria-description|label|placeholder|start|value)\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+)/g;

const hidden: readonly RegExp[] = [
  /\{%-?\s*comment[\s\S]*?endcomment\s*-?%\}/g,
  /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g,
  /https?:\/\/[^\s)>"]+/g,
  /(?<=\])\([^)\s]*(?=\s*\)|\s+["'])/g,
  /(?<=^[ \t]*\[[^\]\n]+\]:)[ \t]*\S+/gm,
  /(?<=!\[[^\]\n]*)\b(?:w|h|width|height|left|right):[\d.]+[a-z%]*/g,
  // The marker of a list: the first line of one, or after a blank line or another item. Elsewhere it is text.
  /^[ \t>]*1[.)](?=\s)|(?<=(?:(?<![\s\S])|\n[ \t>]*\n|\n[ \t>]*(?:[-*+]|\d+[.)])\s[^\n]*\n))[ \t>]*\d+[.)](?=\s)/gm,
];

/** Blanks everything of a slide file that is not text to be read: Liquid, markup, directives, styles, addresses. */
export function visibleText(source: string): string {
  const head = /^---\n[\s\S]*?\n---(?=\n|$)/.exec(source)?.[0] ?? '';
  const open = head.replace(directiveLine, blankStyle) + source.slice(head.length);
  const body = open.replace(directiveComment, (comment) => comment.replace(directiveLine, blankStyle));
  return hidden
    .reduce((text, mask) => text.replace(mask, blank), body)
    .replace(/<style[\s\S]*?<\/style>/gi, blankStyle)
    .replace(tag, blankTag)
    .replace(/&#?\w+;/g, (entity) => (isNumberEntity(entity) ? entity : blank(entity)));
}

/** What a style makes a page say: texts before and after elements, the marks and the counts of lists. */
const said = /(?<![\w-])(?:content|quotes|list-style(?:-type)?|counter-(?:reset|set|increment))\s*:\s*((?:"[^"]*"|'[^']*'|[^;{}"'])*)/gi;

type Parts = (readonly [offset: number, part: string])[];

/** The parts of a text that a pattern keeps as its first group, at the end of what it matches. */
const partsOf = (text: string, pattern: RegExp): Parts =>
  [...text.matchAll(pattern)].map((match) => [match.index + match[0].length - (match[1] as string).length, match[1] as string]);

/** The words that styles put before and after elements. */
export function generatedTexts(css: string): string[] {
  const contents = partsOf(css.replace(/\/\*[\s\S]*?\*\//g, blank), said).map(([, part]) => part);
  const texts = contents.flatMap((part) => [...part.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => (match[1] ?? match[2]) as string));
  return [...new Set(texts.filter((text) => /[\p{L}\p{N}]/u.test(text)))].sort();
}

/** Blanks a style, or a directive that may be one, but for what it makes the page say. */
const blankStyle = (text: string) => keep(text, partsOf(text.replace(/\/\*[\s\S]*?\*\//g, blank), said));

/** Blanks a tag but for the words that its attributes say. */
const blankTag = (text: string) => keep(text, [...partsOf(text, spoken), ...partsOf(text, said)]);

/** A text of which only `parts` are left. */
function keep(text: string, parts: Parts): string {
  return parts.reduce((rest, [at, part]) => rest.slice(0, at) + part + rest.slice(at + part.length), blank(text));
}

/** True for `&#51;` and `&frac12;`, which show a number. */
function isNumberEntity(entity: string): boolean {
  const [, hex, code] = /^&#(?:x([\da-f]+)|(\d+));$/i.exec(entity) ?? [];
  const point = hex ? Number.parseInt(hex, 16) : Number(code ?? Number.NaN);
  return point <= 0x10ffff ? /\p{N}/u.test(String.fromCodePoint(point)) : /^&(?:frac|sup|half)\d*;$/.test(entity);
}
