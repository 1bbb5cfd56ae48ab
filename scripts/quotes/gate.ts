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
}

const numerals = '〇零一二三四五六七八九十百千萬億兆兩';
const counters =
  '個月|小時|分鐘|公司|分之|百分點|倍|年|月|日|天|週|季|次|個|家|位|名|人|款|種|項|輪|筆|成|顆|瓦|國|條|張|頁|章|節|段|步|層|歲|美元|元|億|兆|萬|半|%|％|折|度|支|本|座|台|份|組|批|類|點|大';
const indefinite = /^一(?!年|倍|半|成|億|萬|兆|個月|季|天|週|百|千|分之|月|日|小時)/;
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
const english =
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|double|triple|twice|dozens?|hundreds?|thousands?|millions?|billions?|trillions?';

const patterns = [
  /[0-9０-９][0-9０-９,，.]*(?:\s*(?:萬|億|兆|thousand|million|billion|trillion|tn|bn|m|k)\b|\s*[萬億兆])?/giu,
  new RegExp(`(?<!第)[${numerals}]+(?:又?半)?\\s*(?:${counters})`, 'gu'),
  /一半|減半|數[十百千萬億兆]+/gu,
  new RegExp(`\\b(?:${english})(?:-?fold)?\\b`, 'giu'),
];

/** Finds the numbers that a text states: digits, Chinese numerals before a counter, English number words. */
export function findNumbers(text: string, literals: readonly RegExp[] = []): UntiedNumber[] {
  const open = literals.reduce((rest, literal) => rest.replace(literal, blank), text);
  const found = patterns.flatMap((pattern) => [...open.matchAll(pattern)].map((match) => ({ offset: match.index, text: match[0].trim() })));
  const kept = found.filter((each) => !indefinite.test(each.text)).sort((a, b) => a.offset - b.offset || b.text.length - a.text.length);
  return kept
    .filter((each, index) => index === 0 || each.offset >= end(kept[index - 1]))
    .map((each) => ({ ...each, value: valueOf(each.text) }));
}

const end = (each: { offset: number; text: string } | undefined) => (each ? each.offset + each.text.length : 0);

/** Spaces in place of a text, so that what follows keeps its line and column. */
const blank = (text: string) => text.replace(/[^\n]/gu, (char) => ' '.repeat(char.length));

/** Blanks everything of a slide file that is not text to be read: Liquid, markup, directives, addresses. */
export function visibleText(source: string): string {
  const masks: readonly RegExp[] = [
    /\{%-?\s*comment[\s\S]*?endcomment\s*-?%\}/g,
    /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g,
    /<style[\s\S]*?<\/style>/g,
    /<!--(?=\s*_?[A-Za-z]+\s*:)[\s\S]*?-->/g,
    /https?:\/\/[^\s)>"]+/g,
    /(?<=\])\([^)\s]*(?=[)\s])/g,
    /&#?\w+;/g,
    /^[ \t]*\d+[.)](?=\s)/gm,
  ];
  const head = /^---\n[\s\S]*?\n---(?=\n|$)/.exec(source)?.[0] ?? '';
  const matter = head.replace(/^(?!header:|footer:).*$/gm, blank);
  const body = masks.reduce((text, mask) => text.replace(mask, blank), matter + source.slice(head.length));
  return body.replace(/<[a-zA-Z/][^>]*>/g, (tag) => {
    const words = /\b(?:alt|title|aria-label)="([^"]*)"/.exec(tag);
    return words
      ? blank(tag.slice(0, tag.indexOf(words[1] as string))) +
          words[1] +
          blank(tag.slice(tag.indexOf(words[1] as string) + (words[1] as string).length))
      : blank(tag);
  });
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
  const found = number.value === undefined ? [] : await cellsWith(number.value, number.text, tables);
  const fix =
    found.length > 0
      ? `quote the cell: ${found.join(' or ')}`
      : 'put the value into a dataset and quote it; for a name that holds a number, add a pattern to "literals" in slides/decks.yaml or write {{ "the name" | literal }}';
  return problem(place, 'untied-number', `"${number.text}" is typed by hand`, fix);
}

/** Liquid for up to three cells whose value reads as `value` in the precision in which it was typed. */
async function cellsWith(value: number, text: string, tables: Tables): Promise<string[]> {
  const found: string[] = [];
  for (const table of tables.list.values()) {
    const fields = table.fields.filter((field) => field.type === 'number' || field.type === 'integer' || field.type === 'year');
    if (fields.length === 0) continue;
    const { rows } = await tables.read(table.name);
    for (const [index, row] of rows.entries()) {
      for (const field of fields) {
        const unit = field.unitField ? String(row[field.unitField] ?? '') : field.unit;
        const cell = row[field.name];
        if (typeof cell === 'number' && reads(cell, unit, value, text))
          found.push(expression(table.name, table.primaryKey.length > 0 ? rowKey(table, row, index) : undefined, field.name));
      }
    }
  }
  return found.sort((a, b) => a.length - b.length).slice(0, 3);
}

function reads(cell: number, unit: string | undefined, value: number, text: string): boolean {
  const decimals = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  const money = moneyUnit(unit);
  const candidates = money ? [cell, cell * money.scale] : unit === 'share' ? [cell, cell * 100] : [cell];
  return candidates.some((each) => each === value || Number(each.toFixed(decimals)) === value);
}

function expression(table: string, key: string | undefined, field: string): string {
  const row = key === undefined ? '' : /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `["${key}"]`;
  return `{{ ${table}${row}.${field} | show }}`;
}

/** The value that a number's text states, with its scale word; undefined where it is not plain. */
function valueOf(text: string): number | undefined {
  const half = text.normalize('NFKC').replaceAll(',', '');
  const plain = /^(\d+(?:\.\d+)?)\s*([^\d\s.]+)?/.exec(half);
  if (plain) return Number((Number(plain[1]) * (scales[(plain[2] ?? '').toLowerCase()] ?? 1)).toPrecision(12));
  return chineseValue(text);
}

/** 三十 is 30, 兩百五十 is 250, 三萬 is 30000. */
function chineseValue(text: string): number | undefined {
  const run = new RegExp(`^[${numerals}]+`).exec(text)?.[0];
  if (!run) return undefined;
  const ones = '零一二三四五六七八九';
  const tens: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
  let [total, section, digit] = [0, 0, 0];
  for (const char of run) {
    const one = char === '兩' ? 2 : char === '〇' ? 0 : ones.indexOf(char);
    if (one >= 0) digit = one;
    else if (tens[char]) [section, digit] = [section + (digit || 1) * (tens[char] as number), 0];
    else [total, section, digit] = [(total + section + digit || 1) * (scales[char] as number), 0, 0];
  }
  return total + section + digit;
}

/** A text without the marks of figures, for finding what is left in it. */
export const withoutMarks = (text: string) => (hasMarks(text) ? text.replace(/\uE000[\uE010-\uE019]+\uE001/g, '\uFFFC') : text);
