import { decodeEntity, entityPattern } from './entities.ts';
import { maskLists } from './lists.ts';
import { blank, findNumbers, type UntiedNumber } from './numbers.ts';

const directives =
  'marp|theme|class|paginate|backgroundColor|backgroundImage|backgroundPosition|backgroundRepeat|backgroundSize|color|headingDivider|lang|math|size|style|section';
/** Keys of a front matter alone that no slide shows. */
const unseenKeys = 'title|author|description|keywords|url|image';
/** A directive with the lines below it that are its value: a block, or a list. */
const lines = '.*(?:\\n(?:[ \\t]+|-[ \\t]).*|\\n(?=\\n*[ \\t]))*$';
const directiveLine = new RegExp(`^(?:<!--)?\\s*_?(?:${directives})\\s*:.*$`, 'gm');
const headLine = new RegExp(`^_?(?:${directives}|${unseenKeys})[ \\t]*:${lines}`, 'gm');
const directiveComment = new RegExp(`<!--(?=\\s*_?(?:${directives}|header|footer)\\s*:)[\\s\\S]*?-->`, 'g');
const attribute = /\s[a-zA-Z_:][\w:.-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?/;
const tag = new RegExp(`(?<!\\\\)<(?:[a-zA-Z][a-zA-Z\\d-]*(?:\\s*${attribute.source})*\\s*/?|/[a-zA-Z][a-zA-Z\\d-]*\\s*)>`, 'g');
const spoken =
  /\s(?:alt|title|aria-(?:label|description|valuetext|valuenow|roledescription)|label|placeholder|summary|start|value)\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+)/gi;

const hidden: readonly RegExp[] = [
  /https?:\/\/[^\s)>"]+/g,
  // The address of a link, and that of a definition; what only looks like one is text.
  /(?<=(?<!\\)\[(?:[^[\]\n]|\[[^\]\n]*\])*\])\((?=[^)\s]*[a-z/#])[^)\s]*(?=\s*\)|\s+["'])/gi,
  /(?<=(?:(?<![\s\S])|\n[ \t]*\n|\n[ \t]*\[[^\]\n]+\]:[^\n]*\n)[ \t]{0,3}\[[^\]\n]+\]:)[ \t]*\S+/g,
];
/** The words of an image, and the sizes in them, which nobody reads. */
const imageWords = /(?<!\\)!\[[^\]\n]*\]\(/g;
const imageSize =
  /\b(?:w|h|width|height|left|right|blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia):[^\s\]]+/g;
/** The size of a background; and a colour or a gradient in the place of its address. */
const backgroundSize = /(?<=\s)[\d.]+%(?=[\s\]])/g;
const backgroundColour =
  /(?<!\\)(!\[(?:[^\]\n]*\s)?bg(?:\s[^\]\n]*)?\]\()(\s*<?(?:#[\da-f]+|(?:rgba?|hsla?|(?:repeating-)?(?:linear|radial|conic)-gradient)\((?:[^()\n]|\([^()\n]*\))*\))>?)(?=\s*\))/gi;

const liquidComment = /\{%-?\s*comment[\s\S]*?endcomment\s*-?%\}/g;
const liquidOutput = /\{\{[\s\S]*?\}\}/g;
const liquidTag = /\{%[\s\S]*?%\}/g;
/** A code span: what it holds is shown as it is written. */
const code = /^[ \t]*(`{3,}|~{3,})[\s\S]*?^[ \t]*\1|(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])*?(?<!`)\2(?!`)/gm;

/** Stands for a character that takes no place on the page, so that what is around it reads as one. */
const none = '\uE0FF';
const noneLine = '\uE0FE';
const gone = (text: string) => text.replace(/[\s\S]/g, (char) => (char === '\n' ? noneLine : none));

/** Stands for what Liquid prints. */
export const figure = '\uFFFC';

/** Blanks everything of a slide file that is not text to be read: Liquid, markup, directives, styles, addresses. */
export const visibleText = (source: string) =>
  mask(source, tagsApart).replaceAll(none, ' ').replaceAll(noneLine, '\n').replaceAll(figure, ' ');

/** How a reading takes tags and entities: it changes a text and keeps its length. */
type Markup = (text: string) => string;

/**
 * A text of the same length as a slide file, in which what is not read is blank, what takes no place is `none`,
 * entities are decoded and each output of Liquid is one `figure`.
 */
function mask(source: string, markup: Markup): string {
  const head = /^---\n[\s\S]*?\n---(?=\n|$)/.exec(source)?.[0] ?? '';
  const open = head.replace(headLine, blankStyle) + source.slice(head.length);
  const printed = open
    .replace(liquidComment, gone)
    .replace(liquidOutput, (text) => figure + gone(text.slice(1)))
    .replace(liquidTag, blank);
  return markup(maskLists(printed.replace(formula, formulaText))).replace(unusual, plainChar);
}

/** A formula, as Marp finds one. */
export const formula = /(?<![\\$])\$\$[^$]+\$\$|(?<![\\$\p{L}\p{N}])\$(?![\s$])(?:\\.|[^$\\\n])+?(?<!\s)\$(?![\p{N}$])/gu;
/** What states no number in a formula: commands, the exponent or index of a letter, and letters that are variables. */
const algebra =
  /\\[a-zA-Z]+|(?<=[A-Za-z)])\s*[_^]\s*(?:\d(?!\d)|\{\s*[-+]?\d{1,2}\s*\}|\{?[a-zA-Z]\}?)|(?<![A-Za-z])[A-Za-z]{1,2}(?![A-Za-z])/g;
const formulaText = (text: string) => {
  let rest = text;
  // What follows an exponent is seen only when the letters before it are still there, so all are found first.
  for (const { 0: part, index } of text.matchAll(algebra)) rest = rest.slice(0, index) + blank(part) + rest.slice(index + part.length);
  return rest;
};

const withoutSizes = (words: string) => {
  const rest = words.replace(imageSize, blank);
  return /\bbg\b/.test(words) ? rest.replace(backgroundSize, blank) : rest;
};

/** Blanks directives, addresses and styles. */
const withoutAddresses: Markup = (text) =>
  hidden
    .reduce(
      (rest, pattern) => rest.replace(pattern, blank),
      text
        .replace(directiveComment, (each) => each.replace(directiveLine, blankStyle))
        .replace(imageWords, withoutSizes)
        .replace(backgroundColour, (_, words: string, colour: string) => words + blank(colour)),
    )
    .replace(/(?<!\\)<style[\s\S]*?<\/style>/gi, blankStyle);

/** Tags part what is around them, and their attributes speak; code spans show both tags and entities as they are. */
const tagsApart: Markup = (text) =>
  outsideCode(text, (part) => withoutAddresses(part).replace(tag, blankTag).replace(entityPattern, decoded));

/** Tags are not there at all; those that break a line part what is around them, unless told otherwise. */
const tagsGone =
  (breaks: boolean): Markup =>
  (text) =>
    withoutAddresses(text)
      .replace(comment, gone)
      .replace(tag, (each) => (breaks && breaking.test(each) ? blank(each) : gone(each)))
      .replace(entityPattern, decoded)
      .replace(emphasis, gone)
      .replace(idle, gone);

const breaking =
  /^<\/?(?:br|p|div|li|[uo]l|d[ltd]|t[drh]|table|tbody|thead|h[1-6]|section|article|header|footer|figure|figcaption|blockquote|pre|hr)\b/i;
const comment = /<!--[\s\S]*?-->/g;
const emphasis = /(?:[*_`]|~~)+/g;
/** Between Han, space and line break say nothing. */
const idle = /(?<=\p{sc=Han})\s+(?=\p{sc=Han})/gu;

/** What shows nothing, and letters and signs in a form of their own. */
const unusual = /\p{DI}|\u2800|(?![\p{N}\p{ASCII}\uFFFC])[\p{L}\p{S}\p{P}]/gu;

/** A character in its plain form, at the same length: ｎ is n, 𝐧 is n. */
function plainChar(char: string): string {
  if (/[\p{DI}\u2800]/u.test(char)) return none.repeat(char.length);
  const plain = char.normalize('NFKC');
  return /^[\p{sc=Latin}\p{sc=Han}%$]$/u.test(plain) && plain.length <= char.length ? plain.padEnd(char.length, none) : char;
}

/** Applies `change`, which keeps lengths, to all but code spans. */
function outsideCode(text: string, change: (text: string) => string): string {
  let result = '';
  let from = 0;
  for (const span of text.matchAll(code)) {
    result += change(text.slice(from, span.index)) + span[0];
    from = span.index + span[0].length;
  }
  return result + change(text.slice(from));
}

/** An entity as what it shows, at the same length; one that shows neither letter nor number is left out of sight. */
function decoded(entity: string): string {
  const shown = decodeEntity(entity);
  if (shown === entity) return entity;
  const seen = /[\p{L}\p{N}%$€£¥+\u2212-]/u.test(shown) ? shown : /\p{DI}/u.test(shown) ? '' : ' ';
  return seen.padEnd(entity.length, none);
}

/** A part of a text, by where it stands. */
type Parts = (readonly [offset: number, part: string])[];

/** What a style makes a page say: texts before and after elements, the marks and the counts of lists. */
const said = /(?<![\w-])(?:content|quotes|list-style(?:-type)?|counter-(?:reset|set|increment))\s*:\s*((?:"[^"]*"|'[^']*'|[^;{}"'])*)/gi;

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
const blankStyle = (text: string) => keep(blank(text), partsOf(text.replace(/\/\*[\s\S]*?\*\//g, blank), said));

/** Blanks a tag but for the words that its attributes say. */
const blankTag = (text: string) => keep(blank(text), [...partsOf(text, spoken), ...partsOf(text, said)]);

/** `empty` with the parts put back. */
function keep(empty: string, parts: Parts): string {
  return parts.reduce((rest, [at, part]) => rest.slice(0, at) + part + rest.slice(at + part.length), empty);
}

/** A text as it reads, and where in the source each of its characters stands. */
export interface Reading {
  text: string;
  at: readonly number[];
}

/** A slide file as it reads, so that "ni<b></b>ne", "ni**ne**" and "n&#105;ne" all read nine. */
export const readingOf = (source: string) => reading(source, tagsGone(true));

/** A slide file as it is written: comments too, and tags part what is around them. */
export const readApart = (source: string) => reading(source, tagsApart);

function reading(source: string, markup: Markup): Reading {
  const masked = mask(source, markup);
  const at: number[] = [];
  let text = '';
  for (let index = 0; index < masked.length; index++) {
    const char = masked[index] as string;
    if (char === none || char === noneLine) continue;
    text += char;
    at.push(index);
  }
  return { text, at };
}

/** The ways to read a slide file, the likeliest first. */
const ways: readonly Markup[] = [tagsGone(true), tagsApart, tagsGone(false)];

/** The numbers that a slide file states, by where they stand in it, whichever way it is read. */
export function visibleNumbers(source: string, literals: readonly RegExp[] = [], language?: string): UntiedNumber[] {
  const found: (UntiedNumber & { end: number })[] = [];
  for (const way of ways) {
    const { text, at } = reading(source, way);
    const read = findNumbers(text, literals, language).map((each) => {
      const offset = at[each.offset] as number;
      return { ...each, offset, end: (at[each.offset + each.text.length - 1] as number) + 1 };
    });
    const before = [...found].sort((a, b) => a.offset - b.offset);
    let next = 0;
    // Both lists are in order and hold no two that overlap, so one walk along them is enough.
    for (const each of read) {
      while ((before[next]?.end ?? Number.POSITIVE_INFINITY) <= each.offset) next++;
      if ((before[next]?.offset ?? Number.POSITIVE_INFINITY) >= each.end) found.push(each);
    }
  }
  return found.sort((a, b) => a.offset - b.offset).map(({ end: _, ...each }) => each);
}
