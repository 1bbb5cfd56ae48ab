import { nodePlaces } from '../files.ts';
import { type Place, type Problem, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { type Database, quoteText } from './database.ts';
import type { ResourceField } from './descriptor.ts';
import { inexactNumber, inWords, isInexact, isMalformed } from './raw.ts';

/** What is wrong with a constraint, and what to do; `path` leads to it from the field's constraints. */
interface Fault {
  path: (string | number)[];
  reason: string;
  fix: string;
}

/** A value or a pattern of the schema, and where it stands. */
interface Declared {
  field: ResourceField;
  /** The place of its problem, if it has one. */
  place: (path: Fault['path']) => Place;
  path: Fault['path'];
  value: string | number | boolean;
}

/** A problem for each constraint of `data/datapackage.json` that no cell could be held against: a bound, an allowed value, a pattern. */
export async function declaredProblems(database: Database, { descriptor, descriptorFile }: Project): Promise<Problem[]> {
  const placeOf = nodePlaces(descriptorFile);
  const all = descriptor.resources.flatMap(({ schema }, index) =>
    schema.fields.flatMap((field, nth) => {
      const start = ['resources', index, 'schema', 'fields', nth, 'constraints'];
      return declaredIn(field).map((each) => ({ ...each, field, place: (path: Fault['path']) => placeOf([...start, ...path]) }));
    }),
  );
  const [patterns, values] = [all.filter(({ path }) => path[0] === 'pattern'), all.filter(({ path }) => path[0] !== 'pattern')];
  const faults = new Map([...(await valueFaults(database, values)), ...(await patternFaults(database, patterns))]);
  return all.flatMap((each) => {
    const fault = faults.get(each);
    return fault ? [problem(each.place(fault.path), 'constraint', fault.reason, fault.fix)] : [];
  });
}

function declaredIn({ constraints = {} }: ResourceField): Pick<Declared, 'path' | 'value'>[] {
  const { minimum, maximum, enum: allowed = [], pattern } = constraints;
  const all = [
    { path: ['minimum'], value: minimum },
    { path: ['maximum'], value: maximum },
    ...allowed.map((value, index) => ({ path: ['enum', index], value })),
    { path: ['pattern'], value: pattern },
  ];
  return all.filter((each): each is Pick<Declared, 'path' | 'value'> => each.value !== undefined);
}

/** What is wrong with values, found in one query: the values of a type are rows of one table. */
async function valueFaults(database: Database, values: readonly Declared[]): Promise<[Declared, Fault | undefined][]> {
  const bounded = values.filter((each) => !isUnbounded(each));
  const parts = [...new Set(bounded.map(({ field }) => field.type))].map((type) => {
    const own = bounded.flatMap((each, nth) => (each.field.type === type ? [`(${nth}, ${quoteText(textOf(each))})`] : []));
    return `SELECT nth, ${isMalformed(type, 'text')} AS wrong, ${isInexact(type, 'text')} AS inexact FROM (VALUES ${own}) own(nth, text)`;
  });
  const rows = parts.length > 0 ? await database.rows(parts.join(' UNION ALL ')) : [];
  const found = new Map(rows.map((row) => [bounded[Number(row.nth)], row]));
  return values.map((each) => {
    if (isUnbounded(each)) return [each, unboundedFault(each)];
    return [each, valueFault(each, found.get(each)?.wrong === true, found.get(each)?.inexact === true)];
  });
}

/** True for a bound of a type that has none. */
const isUnbounded = ({ field, path }: Declared) => path[0] !== 'enum' && (field.type === 'string' || field.type === 'boolean');

function unboundedFault({ field, path }: Declared): Fault {
  const reason = `"${field.name}" is a ${field.type}, which has no ${path[0]}`;
  return { path, reason, fix: 'take the constraint out, or give the field another type' };
}

/** A year-month may be given as the first of its month. */
const textOf = ({ field, value }: Declared) =>
  field.type === 'yearmonth' ? String(value).replace(/-01$/, (end, at: number) => (at === 7 ? '' : end)) : String(value);

function valueFault(each: Declared, wrong: boolean, inexact: boolean): Fault | undefined {
  const { field, path, value } = each;
  if (inexact) {
    const [reason, fix] = inexactNumber(field, textOf(each));
    return { path, reason, fix };
  }
  if (!wrong) return undefined;
  const reason = `the ${path[0]} of "${field.name}" holds "${value}", which is not a valid ${field.type}`;
  return { path, reason, fix: `write ${inWords(field.type)}` };
}

/** What is wrong with patterns: all are read in one query, and each in its own where that fails. */
async function patternFaults(database: Database, patterns: readonly Declared[]): Promise<[Declared, Fault | undefined][]> {
  const read = (some: readonly Declared[]) =>
    database.rows(`SELECT ${some.map(({ value }) => `regexp_full_match('', ${quoteText(String(value))})`)}`);
  const unread =
    patterns.length > 0 &&
    (await read(patterns).then(
      () => false,
      () => true,
    ));
  const faultOf = async (each: Declared): Promise<[Declared, Fault | undefined]> => [
    each,
    await read([each]).then(
      () => undefined,
      (error: Error) => patternFault(each, error),
    ),
  ];
  return unread ? Promise.all(patterns.map(faultOf)) : [];
}

function patternFault({ field, path }: Declared, error: Error): Fault {
  const said = error.message.split('\n')[0]?.replace(/^Invalid Input Error: /, '');
  const fix = 'write a regular expression as RE2 reads it, which does not look ahead or behind';
  return { path, reason: `the pattern of "${field.name}" cannot be read: ${said}`, fix };
}
