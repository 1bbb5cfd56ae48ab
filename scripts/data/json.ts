import { linePlaces } from '../files.ts';
import { didYouMean, endStage, type Place, type Problem, problem } from '../problems.ts';
import type { Resource, ResourceField } from './descriptor.ts';
import { readText } from './encoding.ts';
import { matchColumns } from './header.ts';
import { type JsonForm, type JsonRow, jsonRows, type Member } from './members.ts';
import { missingOf, type PlainFile, PlainWriter, plainSource } from './plain.ts';
import { type CellPlace, clip, inWords, textFault } from './raw.ts';
import type { Source } from './source.ts';
import { spell } from './spelling.ts';

type PlaceOf = (offset: number) => Place;

/**
 * Opens the JSON file at `path`, an array of objects or an object a line, by way of a copy at `scratch`.
 * Throws a problem for each member that does not fit the schema.
 */
export async function openJson(resource: Resource, path: string, scratch: string): Promise<Source> {
  const source = await readText(path, resource);
  const placeOf = linePlaces(source);
  const file = await copyRows(source.text, resource, placeOf, scratch);
  return plainSource(resource, file, resource.schema.fields, memberPlaces(source.text, jsonForm(resource), placeOf));
}

/** How the rows of a dataset are written. */
export const jsonForm = ({ format, dialect }: Resource): JsonForm => ({ lines: format === 'ndjson', property: dialect?.property });

/** More problems than these are not listed. */
const mostProblems = 100;

async function copyRows(text: string, resource: Resource, placeOf: PlaceOf, target: string): Promise<PlainFile> {
  const problems: Problem[] = [];
  const writer = await PlainWriter.open(target);
  try {
    for (const row of jsonRows(text, jsonForm(resource))) {
      if (row.isHeader) matchColumns(resource, row.names ?? [], placeOf(row.at));
      if (row.isHeader) continue;
      problems.push(...rowProblems(row, resource, placeOf));
      if (problems.length >= mostProblems) break;
      if (problems.length === 0) await writer.add(resource.schema.fields.map((field) => cellOf(row.members.get(field.name), field)));
    }
    endStage(problems);
    return await writer.finish();
  } finally {
    await writer.close();
  }
}

/** A member as the text of a cell. */
function cellOf(member: Member | undefined, field: ResourceField): string | undefined {
  if (member === undefined || member.kind === 'null') return undefined;
  const { type } = field;
  if (member.kind === 'string') return member.value;
  return spell(field, member.kind === 'number' && (type === 'integer' || type === 'year') ? wholeNumber(member.value) : member.value);
}

/** A whole number without fraction and exponent: 1e3 and 1000.0 are 1000. Any other number is left as it is written. */
export function wholeNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const shift = Number(exponent) - fraction.length;
  const digits = `${whole}${fraction}`;
  const cut = Math.max(0, digits.length + shift);
  if (whole === '' || shift > 400 || !/^0*$/.test(digits.slice(cut))) return text;
  const integer = shift < 0 ? digits.slice(0, cut) : digits + '0'.repeat(shift);
  return `${sign}${integer.replace(/^0+/, '') || '0'}`;
}

function rowProblems(row: JsonRow, resource: Resource, placeOf: PlaceOf): Problem[] {
  if (row.fault) return [problem(placeOf(row.fault.at), 'malformed', row.fault.reason, row.fault.fix)];
  const { fields, fieldsMatch } = resource.schema;
  const declared = fields.map((field) => field.name);
  const isOpen = fieldsMatch === 'subset' || fieldsMatch === 'partial';
  const extra = isOpen ? [] : [...row.members].filter(([name]) => !declared.includes(name));
  const wrong = fields.flatMap((field) => {
    const member = row.members.get(field.name);
    return member ? memberProblems(member, field, missingOf(resource, field), placeOf) : [];
  });
  return [
    ...extra.map(([name, { at }]) =>
      problem(placeOf(at), 'extra-column', `"${clip(name)}" is not in the schema`, didYouMean(clip(name), declared)),
    ),
    ...wrong,
  ];
}

function memberProblems(member: Member, field: ResourceField, missing: readonly string[], placeOf: PlaceOf): Problem[] {
  const fault = textFault(member.value);
  if (fault) return [problem(placeOf(member.at), ...fault)];
  if (member.kind === 'null' || kindsOf(field).includes(member.kind) || missing.includes(member.value)) return [];
  const written = member.kind === 'string' ? JSON.stringify(clip(member.value)) : writtenOf(member);
  const reason = `${written} is not a valid ${field.type} for "${field.name}"`;
  return [problem(placeOf(member.at), 'wrong-type', reason, `write ${inWords(field)}, or null`)];
}

/** A value as it stands in a message. */
const writtenOf = ({ kind, value }: Member) => (kind === 'nested' ? (value.startsWith('{') ? '{…}' : '[…]') : clip(value));

/** What JSON writes a field as; the text of a date, and of a number in a spelling of its own, is checked as that of any other format. */
function kindsOf({ type, kept, spelling }: ResourceField): Member['kind'][] {
  if (kept === 'any') return ['string', 'number', 'boolean', 'nested'];
  if (kept !== undefined) return ['string', 'nested'];
  const spelled: Member['kind'][] = spelling ? ['string'] : [];
  if (type === 'integer' || type === 'number' || type === 'year') return ['number', ...spelled];
  return type === 'boolean' ? ['boolean', ...spelled] : ['string'];
}

/** Finds members in the text, which is walked again when the first is asked for; a missing one has the place of its row. */
function memberPlaces(text: string, form: JsonForm, placeOf: PlaceOf): CellPlace {
  let known: { starts: number[]; names: readonly string[] | undefined } | undefined;
  return async (index, name) => {
    known ??= indexRows(text, form);
    const { starts, names } = known;
    const start = starts[index] ?? 0;
    const [row] = jsonRows(text, form, { at: start, names });
    return placeOf(row?.members.get(name)?.at ?? start);
  };
}

function indexRows(text: string, form: JsonForm) {
  const starts: number[] = [];
  let names: readonly string[] | undefined;
  for (const row of jsonRows(text, form)) {
    if (!row.isHeader) starts.push(row.at);
    names ??= row.names;
  }
  return { starts, names };
}
