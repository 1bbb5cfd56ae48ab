import { tokenize, tokenTypes } from 'css-tree/tokenizer';
import { ident, string, url } from 'css-tree/utils';
import { hasMarks } from '../quotes/ledger.ts';
import { findNumbers } from '../quotes/numbers.ts';
import type { Rule } from '../rules.ts';
import { isInPage, svgOf } from './addresses.ts';
import { type Fault, shortened } from './faults.ts';

/** What is needed to judge a style: names that hold numbers and state none, and how to look into a picture. */
export interface StyleRules {
  literals: readonly RegExp[];
  /** The language of the deck, whose number words count. */
  language: string;
  /** The faults of an SVG inside a data URI. */
  svg(text: string): Fault[];
}

/** The themes that come with Marp and tieout: to import one is to ask for nothing. */
const importable = ['tieout', 'default', 'gaia', 'uncover'];
const functionsWithAddresses = ['image-set', '-webkit-image-set', 'image', 'cross-fade', '-webkit-cross-fade'];
const sayingProperties = ['content', 'quotes', 'list-style', 'list-style-type'];
const countingProperties = ['counter-reset', 'counter-increment', 'counter-set'];
/** Marp writes the page number into these. */
const pageNumbers = ['data-marpit-pagination', 'data-marpit-pagination-total'];

interface Token {
  type: number;
  /** As written, and as a browser reads it: escapes resolved, names in lower case. */
  raw: string;
  value: string;
  start: number;
}

/**
 * The faults of a style sheet or of a `style` attribute: what it would fetch or run, and what it would make the page
 * say that is in no cell. It is read token by token as a browser does, so neither escapes nor comments hide anything.
 */
export function styleFaults(css: string, rules: StyleRules): Fault[] {
  const faults = [...fetchFaults(css, rules), ...sayingFaults(css, rules)];
  if (hasMarks(css)) faults.push(markFault(css));
  return faults;
}

/** The faults of a style by which it would fetch or run something. */
export function fetchFaults(css: string, rules: StyleRules): Fault[] {
  const tokens = tokensOf(css);
  const faults = tokens.flatMap((_, index) => addressFaults(tokens, index, rules) ?? runFaults(tokens, index) ?? []);
  const end = css.search(/<\/style/i);
  if (end >= 0) faults.push(styleFault('a style holds "</style", which would end it', css.slice(end, end + 7), end));
  return faults;
}

function tokensOf(css: string): Token[] {
  const tokens: Token[] = [];
  tokenize(css, (type, start, end) => {
    if (type === tokenTypes.WhiteSpace || type === tokenTypes.Comment) return;
    const raw = css.slice(start, end);
    tokens.push({ type, raw, value: readToken(type, raw), start });
  });
  return tokens;
}

function readToken(type: number, raw: string): string {
  if (type === tokenTypes.String) return string.decode(raw);
  if (type === tokenTypes.Url) return url.decode(raw);
  if (type === tokenTypes.Function) return ident.decode(raw.slice(0, -1)).toLowerCase();
  if (type === tokenTypes.AtKeyword) return ident.decode(raw.slice(1)).toLowerCase();
  return type === tokenTypes.Ident ? ident.decode(raw).toLowerCase() : raw;
}

/** The tokens from `index` to the end of a declaration, or of the brackets that a function opens. */
function within(tokens: readonly Token[], index: number): Token[] {
  let depth = 0;
  const found: Token[] = [];
  for (const token of tokens.slice(index)) {
    if (/^[)\]}]$/.test(token.raw)) depth--;
    if (depth < 0 || (depth === 0 && token.raw === ';')) break;
    if (token.type === tokenTypes.Function || /^[([{]$/.test(token.raw)) depth++;
    found.push(token);
  }
  return found;
}

/** The faults of the addresses that a token gives; undefined when it gives none. */
function addressFaults(tokens: readonly Token[], index: number, rules: StyleRules): Fault[] | undefined {
  const token = tokens[index] as Token;
  const next = tokens[index + 1];
  const strings = () => within(tokens, index + 1).filter((each) => each.type === tokenTypes.String);
  if (token.type === tokenTypes.Url) return addressFault(token, token.value, rules);
  if (token.type === tokenTypes.BadUrl) return [styleFault(`the address "${shortened(token.raw)}" is malformed`, token.raw, token.start)];
  if (token.type === tokenTypes.Function && token.value === 'url') {
    // A browser reads an address here that css-tree, misled by the escape, reads as a style.
    if (token.raw.toLowerCase() !== 'url(') return [fetchFault(token, next?.type === tokenTypes.String ? next.value : token.raw)];
    return next ? addressFault(next, next.value, rules) : undefined;
  }
  if (token.type === tokenTypes.Function && token.value === 'src') return [fetchFault(token, next?.value ?? '')];
  if (token.type === tokenTypes.Function && functionsWithAddresses.includes(token.value))
    return strings().flatMap((each) => addressFault(each, each.value, rules));
  if (token.type !== tokenTypes.AtKeyword || !/^import(?:-theme)?$/.test(token.value)) return undefined;
  if (next?.type === tokenTypes.String && importable.includes(next.value)) return undefined;
  // An address in brackets is found by its own token.
  return next?.type === tokenTypes.String ? [fetchFault(next, next.value)] : [];
}

function addressFault(token: Token, address: string, rules: StyleRules): Fault[] {
  if (isInPage(address)) return [];
  const svg = svgOf(address);
  if (svg === undefined) return [fetchFault(token, address)];
  return rules.svg(svg).map((each) => ({ ...each, seek: [token.raw.slice(0, 40)], offset: token.start }));
}

function fetchFault(token: Token, address: string): Fault {
  const reason = `the deck would fetch "${shortened(address)}" when it is shown`;
  const fix = 'show a picture as ![what it shows](path); leave everything else out';
  return { rule: 'outside-project', reason, fix, seek: [address, token.raw], offset: token.start };
}

const styleFault = (reason: string, raw: string, offset: number): Fault => ({
  rule: 'unsafe-style',
  reason,
  fix: 'leave it out',
  seek: [raw],
  offset,
});

/** The faults of a token that would run something: ways of browsers long gone, which some reader may still have. */
function runFaults(tokens: readonly Token[], index: number): Fault[] | undefined {
  const token = tokens[index] as Token;
  const isProperty = token.type === tokenTypes.Ident && tokens[index + 1]?.type === tokenTypes.Colon;
  const runs = isProperty ? ['-moz-binding', 'behavior'] : token.type === tokenTypes.Function ? ['expression'] : [];
  return runs.includes(token.value) ? [styleFault(`"${token.value}" in a style would run a script`, token.raw, token.start)] : undefined;
}

/** The faults of what a style makes a page say: texts, attributes, counters and marks of lists. */
function sayingFaults(css: string, rules: StyleRules): Fault[] {
  const tokens = tokensOf(css);
  return tokens.flatMap((token, index) => {
    if (token.type === tokenTypes.AtKeyword && token.value === 'counter-style')
      return [sayingFault(token, 'a style with marks of its own for lists says what is in no cell')];
    if (token.type !== tokenTypes.Ident || tokens[index + 1]?.type !== tokenTypes.Colon) return [];
    const said = within(tokens, index + 2);
    if (countingProperties.includes(token.value)) return countFaults(token, said);
    if (token.value === 'unicode-bidi') return turnFaults(token, said);
    return sayingProperties.includes(token.value) ? saidFaults(token, said, rules) : [];
  });
}

function saidFaults(property: Token, said: readonly Token[], { literals, language }: StyleRules): Fault[] {
  const text = said
    .flatMap((each, index) => (each.type === tokenTypes.String && said[index - 1]?.value !== 'url' ? [each.value] : []))
    .join('');
  const [number] = findNumbers(text, literals, language);
  if (number) return [sayingFault(property, `"${number.text}" is typed by hand`, 'untied-number')];
  return said.flatMap((each, index) => {
    if (each.type !== tokenTypes.Function || each.value === 'url') return [];
    if (each.value === 'attr' && pageNumbers.includes(said[index + 1]?.value ?? '')) return [];
    return [sayingFault(each, `"${each.value}()" in "${property.value}" makes the page say what is in no cell`)];
  });
}

/** Counters are never printed but for the numbers of lists, which therefore stay as they are. */
function countFaults(property: Token, counted: readonly Token[]): Fault[] {
  const found = counted.find((each) => each.value === 'list-item' || each.type === tokenTypes.Function);
  return found ? [sayingFault(property, `"${property.value}" makes a list say numbers that are in no cell`)] : [];
}

/** Letters against their own direction read backwards: 123 is 321 on the page, and 123 in its text. */
const turnFaults = (property: Token, said: readonly Token[]): Fault[] =>
  said.every((each) => /^(?:normal|embed|isolate|plaintext)$/.test(each.value))
    ? []
    : [sayingFault(property, '"unicode-bidi" turns digits around')];

const sayingFault = ({ raw, start }: Token, reason: string, rule: Rule = 'style-text'): Fault => ({
  rule,
  reason,
  fix: 'write the text on the slide, where a number quotes its cell, and let the style show none',
  seek: [raw],
  offset: start,
});

function markFault(css: string): Fault {
  const reason = 'a cell stands in a style';
  return { rule: 'cell-in-markup', reason, fix: 'quote cells in texts only', seek: [], offset: css.search(/\uE000/) };
}
