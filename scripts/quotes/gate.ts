import { rowKey, type Tables } from '../data/tables.ts';
import { placeAt, type SourceFile } from '../files.ts';
import { type Place, type Problem, problem } from '../problems.ts';
import { moneyUnit } from './formats.ts';
import { hasMarks } from './ledger.ts';

/** A number typed by hand: where it stands in the text, how it reads, and the value that it states. */
export interface UntiedNumber {
  offset: number;
  text: string;
  value: number | undefined;
  /** The worth of the value's last digit: 1e11 for 3.5 兆. */
  step?: number;
}

const numerals = '〇零一二三四五六七八九十百千萬億兆兩廿卅';
const counters =
  '個半月|個月|小時|分鐘|公司|百分點|倍|年|月|日|天|週|季|次|個|家|位|名|人|款|種|項|輪|筆|成|顆|瓦|國|條|張|頁|章|節|段|步|層|歲|美元|元|億|兆|萬|半|%|％|折|度|支|本|座|台|份|組|批|類|點|大';
const indefinite = new RegExp(`^一(?!年|倍|半|成|個半月|個月|季|天|週|月|日|小時|美元|分之|%|％|點?[${numerals}])`);
const scales: Record<string, number> = {
  萬: 1e4,
  億: 1e8,
  兆: 1e12,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  m: 1e6,
  bn: 1e9,
  tn: 1e12,
  k: 1e3,
};
const englishTens = { twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 };
const englishOnes = { two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12 };
const englishTeens = { thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19 };
const englishTimes = {
  half: 0.5,
  halved: 0.5,
  double: 2,
  doubled: 2,
  twice: 2,
  triple: 3,
  tripled: 3,
  thrice: 3,
  quadruple: 4,
  quadrupled: 4,
};
const english: Record<string, number> = { ...englishTens, ...englishOnes, ...englishTeens, ...englishTimes };
const anyOf = (words: object) => Object.keys(words).join('|');

/** What may stand inside a number and is not seen: spaces, emphasis, characters without width. */
const unseen = '[\\s*_~\u200B-\u200D\u2060]*';
const run = `[${numerals}]+(?:點[${numerals}]+)?`;
/** Not after 第, which makes an ordinal, and no 一 that points (同一年). */
const start = `(?<!第[${numerals}]*)(?<![同每某另前上下](?=一))`;

const patterns = [
  /[\p{Nd}\p{No}]+(?:[,，]\p{Nd}{3}(?!\p{Nd})|[.．]\p{Nd}+)*(?:\s*(?:thousand|million|billion|trillion|tn|bn|m|k)\b|\s*[萬億兆]+)?/giu,
  new RegExp(`${start}${run}[多餘幾來又]?半?${unseen}(?:${counters})`, 'gu'),
  new RegExp(`${start}[${numerals}]+分之${unseen}${run}`, 'gu'),
  /一半|減半|半年|半數|過半|雙倍|翻倍|[數幾][十百千萬億兆]+/gu,
  new RegExp(`\\b(?:(?:${anyOf(englishTens)})-(?:${anyOf(englishOnes)})|${anyOf(english)})(?:-?fold)?\\b`, 'giu'),
  /\b(?:dozens?|hundreds?|thousands?|millions?|billions?|trillions?|one[- ](?:third|quarter|fifth|tenth))\b|\ba (?:third|quarter|fifth|tenth)(?= of\b)/giu,
  // Only marks may use these characters; typed by hand they would stand for a figure.
  /[\uE000\uE001\uE010-\uE019]+/gu,
];

/** Words that hold numerals and state no number. */
const fixed = /千萬(?=[不別要])/gu;

/** Finds the numbers that a text states: digits, Chinese numerals before a counter, English number words. */
export function findNumbers(text: string, literals: readonly RegExp[] = []): UntiedNumber[] {
  const open = [...literals, fixed].reduce((rest, literal) => rest.replace(literal, blank), text);
  const found = patterns.flatMap((pattern) => [...open.matchAll(pattern)].map((match) => ({ offset: match.index, text: match[0].trim() })));
  const stated = found.filter((each) => !indefinite.test(withoutUnseen(each.text)));
  const kept: UntiedNumber[] = [];
  for (const each of stated.sort((a, b) => a.offset - b.offset || b.text.length - a.text.length)) {
    const last = kept.at(-1);
    if (last && each.offset < last.offset + last.text.length) continue;
    kept.push({ ...each, ...statedValue(withoutUnseen(each.text)) });
  }
  return kept;
}

const withoutUnseen = (text: string) => text.replace(new RegExp(unseen, 'gu'), '');

/** Spaces in place of a text, so that what follows keeps its line and column. */
const blank = (text: string) => text.replace(/[^\n]/gu, (char) => ' '.repeat(char.length));

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

/** The problems of the numbers that Liquid has put together out of nothing; the source itself holds none. */
export async function smuggledProblems(
  source: SourceFile,
  rendered: string,
  literals: readonly RegExp[],
  tables: Tables,
): Promise<Problem[]> {
  const place = (text: string) => placeAt(source, Math.max(0, source.text.indexOf(text), source.text.search(/\{[{%]/)));
  // What is still in braces was printed by a raw block.
  const numbers = findNumbers(visibleText(withoutMarks(rendered).replace(/[{}]/g, ' ')), literals);
  return Promise.all(numbers.map((each) => untiedProblem(place(each.text), each, tables)));
}

/** The problems of a text's untied numbers, each with the expression to use where a table holds the value. */
export async function untiedProblems(
  source: SourceFile,
  text: string,
  literals: readonly RegExp[],
  tables: Tables,
  shift?: (offset: number) => Place,
): Promise<Problem[]> {
  const numbers = findNumbers(text, literals);
  const place = shift ?? ((offset: number) => placeAt(source, offset));
  return Promise.all(numbers.map(async (each) => untiedProblem(place(each.offset), each, tables)));
}

export async function untiedProblem(place: Place, number: UntiedNumber, tables: Tables): Promise<Problem> {
  const found = await cellsWith(number, tables);
  const fix =
    found.length > 0
      ? `quote the cell: ${found.join(' or ')}`
      : 'put the value into a dataset and quote it; for a name that holds a number, add a pattern to "literals" in slides/decks.yaml or write {{ "the name" | literal }}';
  return problem(place, 'untied-number', `"${number.text}" is typed by hand`, fix);
}

/** Liquid for up to three cells whose value reads as the number in the precision in which it was typed, exact ones first. */
async function cellsWith(number: UntiedNumber, tables: Tables): Promise<string[]> {
  const { value, step = 1 } = number;
  const found: { code: string; error: number }[] = [];
  for (const table of value === undefined ? [] : tables.list.values()) {
    const fields = table.fields.filter((field) => field.type === 'number' || field.type === 'integer' || field.type === 'year');
    if (fields.length === 0) continue;
    const { rows } = await tables.read(table.name);
    if (table.primaryKey.length === 0 && rows.length > 1) continue;
    for (const [index, row] of rows.entries()) {
      for (const field of fields) {
        const unit = field.unitField ? String(row[field.unitField] ?? '') : field.unit;
        const error = misreading(Number(row[field.name] ?? Number.NaN), unit, value as number, step);
        const key = table.primaryKey.length > 0 ? rowKey(table, row, index) : undefined;
        if (error !== undefined) found.push({ code: expression(table.name, key, field.name), error });
      }
    }
  }
  const sorted = found.sort((a, b) => a.error - b.error || a.code.length - b.code.length);
  return sorted.slice(0, 3).map((each) => each.code);
}

/** How far a cell is from a typed value; undefined where it does not read as that value. */
function misreading(cell: number, unit: string | undefined, value: number, step: number): number | undefined {
  const money = moneyUnit(unit);
  const candidates = money ? [cell, cell * money.scale] : unit === 'share' ? [cell, cell * 100] : [cell];
  const steps = (number: number) => Math.round(Number((Math.abs(number) / step).toPrecision(12)));
  const read = candidates.filter((each) => steps(each) === steps(value) && (value !== 0 || each === 0));
  const errors = read.map((each) => Number(Math.abs(Math.abs(each) - value).toPrecision(6)) / Math.max(value, step));
  return errors.length > 0 ? Math.min(...errors) : undefined;
}

function expression(table: string, key: string | undefined, field: string): string {
  const row = key === undefined ? '' : /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `["${key}"]`;
  return `{{ ${table}${row}.${field} | show }}`;
}

type Stated = Pick<UntiedNumber, 'value' | 'step'>;

const exact = (number: number) => Number(number.toPrecision(12));

/** The value that a number's text states, with its scale word; undefined where it is not plain. */
function statedValue(text: string): Stated {
  if (/\p{No}/u.test(text)) return { value: undefined };
  const half = text.normalize('NFKC').replaceAll(',', '');
  const plain = /^(\d+(?:\.(\d+))?)\s*([^\d\s.]+)?/.exec(half);
  if (!plain) return /^[a-z]/i.test(half) ? englishValue(half) : chineseValue(half);
  const [, number, decimals = '', word = ''] = plain;
  const scale = scales[word.toLowerCase()] ?? scaleOf(word);
  return { value: exact(Number(number) * scale), step: exact(scale / 10 ** decimals.length) };
}

/** The scale of 億 or of 萬億; 1 for other words. */
const scaleOf = (word: string) => (/^[萬億兆]+$/.test(word) ? [...word].reduce((scale, each) => scale * (scales[each] as number), 1) : 1);

/** thirty is 30, twenty-five is 25, threefold is 3. */
function englishValue(text: string): Stated {
  const words = text
    .toLowerCase()
    .replace(/-?fold$/, '')
    .split('-');
  const values = words.map((word) => english[word]);
  if (values.includes(undefined)) return { value: undefined };
  return { value: (values as number[]).reduce((sum, each) => sum + each, 0), step: values.includes(0.5) ? 0.1 : 1 };
}

/** 三十 is 30, 兩百五十 is 250, 三點五兆 is 3.5e12, 二〇二五 is 2025, 三成 is 0.3, 百分之四十 is 0.4. */
function chineseValue(text: string): Stated {
  const [, under, over, unit = ''] = new RegExp(`^(?:([${numerals}]+)分之)?(${run})(.?)`).exec(text) ?? [];
  if (over === undefined) return { value: undefined };
  const [whole = '', fraction = ''] = over.split('點');
  const [, ones = '', word = ''] = /^(.*?)([萬億兆]*)$/.exec(fraction) ?? [];
  const part = /^成/.test(unit) ? 10 : under ? chineseWhole(under) : 1;
  const scale = scaleOf(word);
  const value = (chineseWhole(whole) + (ones ? chineseWhole(ones) / 10 ** ones.length : 0)) * scale;
  return { value: exact(value / part), step: exact(scale / 10 ** ones.length / part) };
}

function chineseWhole(text: string): number {
  const digits = '〇一二三四五六七八九';
  const ones = [...text.replaceAll('零', '〇').replaceAll('兩', '二')].map((char) => digits.indexOf(char));
  if (ones.length > 1 && ones.every((one) => one >= 0)) return Number(ones.join(''));
  const tens: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
  const short: Record<string, number> = { 廿: 20, 卅: 30 };
  let [total, section, digit] = [0, 0, 0];
  for (const [index, char] of [...text].entries()) {
    const one = ones[index] as number;
    if (one >= 0) digit = one;
    else if (short[char]) section += short[char];
    else if (tens[char]) [section, digit] = [section + (digit || 1) * tens[char], 0];
    else [total, section, digit] = [(total + section + digit || 1) * (scales[char] as number), 0, 0];
  }
  return total + section + digit;
}

/** A text without the marks of figures, for finding what is left in it. */
export const withoutMarks = (text: string) => (hasMarks(text) ? text.replace(/\uE000[\uE010-\uE019]+\uE001/g, '\uFFFC') : text);
