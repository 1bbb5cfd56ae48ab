import { quoteText } from './database.ts';
import type { FieldType, ResourceField } from './descriptor.ts';
import type { Spelling } from './table-schema.ts';

/**
 * How a text in the spelling that a field declares is written as every other: SQL of a text, which gives NULL where the text is not
 * in that spelling. Undefined where the field declares none.
 */
export function plainSpelling({ type, spelling }: Pick<ResourceField, 'type' | 'spelling'>): ((text: string) => string) | undefined {
  if (!spelling) return undefined;
  if (type === 'boolean') return (text) => plainBoolean(spelling, text);
  if (type === 'date') return (text) => `strftime(try_strptime(${text}, ${quoteText(spelling.pattern ?? '')}), '%Y-%m-%d')`;
  if (type === 'datetime') return (text) => `try_strptime(${text}, ${quoteText(spelling.pattern ?? '')})::VARCHAR`;
  return (text) => plainNumber(spelling, text);
}

/** The values that Data Package has where a field declares only one of the two lists. */
const usual = { true: ['true', 'True', 'TRUE', '1'], false: ['false', 'False', 'FALSE', '0'] };

function plainBoolean({ trueValues = usual.true, falseValues = usual.false }: Spelling, text: string): string {
  const list = (values: readonly string[]) => values.map(quoteText).join(', ');
  return `CASE WHEN ${text} IN (${list(trueValues)}) THEN 'true' WHEN ${text} IN (${list(falseValues)}) THEN 'false' END`;
}

/**
 * Signs around a number are taken off where it is declared that there may be some, but not such as make it another number: a minus or
 * a bracket before it makes it negative, and further digits make it none. Groups of digits have two or three, the last one three.
 */
function plainNumber({ groupChar, decimalChar = '.', bareNumber = true }: Spelling, text: string): string {
  const [group, point] = [groupChar && groupsOf(groupChar), signClass(decimalChar)];
  const whole = group ? `(?:\\d{1,3}(?:${group}\\d{2,3})*${group}\\d{3}|\\d+)` : '\\d+';
  const number = `(?:${whole}(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]?\\d+)?`;
  const lead = `(?:[^\\d+\\-−()${inClass(decimalChar)}]|${point}\\s)*`;
  const tail = '[^\\d+\\-−()]*';
  const form = bareNumber ? `[+\\-−]?${number}` : `(?:${lead}[+\\-−]?${lead}${number}${tail}|${lead}\\(${lead}${number}${tail}\\)${tail})`;
  const digits = `regexp_extract(${text}, ${quoteText(number)})`;
  const ungrouped = group ? `regexp_replace(${digits}, ${quoteText(group)}, '', 'g')` : digits;
  const plain = decimalChar === '.' ? ungrouped : `replace(${ungrouped}, ${quoteText(decimalChar)}, '.')`;
  const sign = `CASE WHEN regexp_matches(${text}, '^[^0-9]*[-−(]') THEN '-' ELSE '' END`;
  return `CASE WHEN regexp_full_match(${text}, ${quoteText(form)}) THEN ${sign} || ${plain} END`;
}

/** A space between groups may be one that does not break a line, and an apostrophe a typographic one. */
const alike: Readonly<Record<string, string>> = { ' ': ' \u00A0\u202F', '\u00A0': ' \u00A0\u202F', '\u202F': ' \u00A0\u202F', "'": "'’" };

const inClass = (sign: string) => sign.replace(/[\\\]^-]/g, '\\$&');
const signClass = (sign: string) => `[${inClass(sign)}]`;
const groupsOf = (sign: string) => `[${inClass(alike[sign] ?? sign)}]`;

/** A value that a file holds as a number or a truth value, as text in the spelling of its field. */
export function spell({ type, spelling }: Pick<ResourceField, 'type' | 'spelling'>, text: string): string {
  if (!spelling) return text;
  if (type === 'number' && spelling.decimalChar) return text.replace('.', spelling.decimalChar);
  if (type !== 'boolean') return text;
  return (text === 'true' ? (spelling.trueValues ?? usual.true)[0] : (spelling.falseValues ?? usual.false)[0]) ?? text;
}

/** An example of how a value is written, in words. */
export function spellingExample({ type, spelling = {} }: { type: FieldType; spelling?: Spelling | undefined }): string | undefined {
  const { groupChar = '', decimalChar = '.', bareNumber, pattern, trueValues = usual.true } = spelling;
  if (pattern) return `${pattern.replace(/%./g, (sign) => examples[sign] ?? sign)}`;
  if (type === 'boolean') return trueValues[0];
  const number = `1${groupChar}234${type === 'number' ? `${decimalChar}5` : ''}`;
  return bareNumber === false ? `€ ${number} or (${number})` : number;
}

const examples: Readonly<Record<string, string>> = {
  '%Y': '2025',
  '%y': '25',
  '%m': '09',
  '%d': '30',
  '%b': 'Sep',
  '%B': 'September',
  '%H': '12',
  '%M': '00',
  '%S': '00',
};
