import { nodePlaces } from '../config.ts';
import { type Place, type Problem, problem } from '../problems.ts';
import type { Project } from '../project.ts';
import { type Database, quoteText } from './database.ts';
import type { ResourceField } from './descriptor.ts';
import { inexactNumber, inWords, isInexact, isMalformed, typedValue } from './raw.ts';

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
  const all = descriptor.resources.flatMap(({ schema, index }) =>
    schema.fields.flatMap((field, nth) => {
      const start = ['resources', index, 'schema', 'fields', nth];
      return declaredIn(field).map((each) => ({ ...each, field, place: (path: Fault['path']) => placeOf([...start, ...path]) }));
    }),
  );
  const isPattern = ({ path }: Pick<Declared, 'path'>) => keyOf({ path }) === 'pattern' || keyOf({ path }) === 'format';
  const [patterns, values] = [all.filter(isPattern), all.filter((each) => !isPattern(each))];
  const unread = await patternFaults(database, patterns);
  const spelled = values.filter((each) => isSpelled(each) && !unread.some(([pattern, fault]) => fault && pattern.field === each.field));
  const plain = values.filter((each) => !isSpelled(each));
  const faults = new Map([...unread, ...(await spelledFaults(database, spelled)), ...(await valueFaults(database, plain))]);
  return all.flatMap((each) => {
    const fault = faults.get(each);
    return fault ? [problem(each.place(fault.path), 'constraint', fault.reason, fault.fix)] : [];
  });
}

/** What of a field is declared: `minimum`, `pattern`, `format`. */
const keyOf = ({ path }: Pick<Declared, 'path'>) => path[path[0] === 'constraints' ? 1 : 0] as string;

const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const;

function declaredIn({ constraints = {}, spelling = {} }: ResourceField): Pick<Declared, 'path' | 'value'>[] {
  const { enum: allowed = [], pattern } = constraints;
  const all = [
    ...bounds.map((bound) => ({ path: ['constraints', bound], value: constraints[bound] })),
    ...allowed.map((value, index) => ({ path: ['constraints', 'enum', index], value })),
    { path: ['constraints', 'pattern'], value: pattern },
    { path: ['format'], value: spelling.pattern },
  ];
  return all.filter((each): each is Pick<Declared, 'path' | 'value'> => each.value !== undefined);
}

/** What is wrong with values, found in one query: the values of a type are rows of one table. */
async function valueFaults(database: Database, values: readonly Declared[]): Promise<[Declared, Fault | undefined][]> {
  const bounded = values.filter((each) => !isUnbounded(each));
  const parts = [...new Set(bounded.map(({ field }) => field.type))].map((type) => {
    const own = bounded.flatMap((each, nth) => (each.field.type === type ? [`(${nth}, ${quoteText(textOf(each))})`] : []));
    const [wrong, inexact] = [isMalformed({ type }, 'text'), isInexact({ type }, 'text')];
    return `SELECT nth, ${wrong} AS wrong, ${inexact} AS inexact FROM (VALUES ${own}) own(nth, text)`;
  });
  const rows = parts.length > 0 ? await database.rows(parts.join(' UNION ALL ')) : [];
  const found = new Map(rows.map((row) => [bounded[Number(row.nth)], row]));
  return values.map((each) => {
    if (isUnbounded(each)) return [each, unboundedFault(each)];
    return [each, valueFault(each, found.get(each)?.wrong === true, found.get(each)?.inexact === true)];
  });
}

/** True for a text that may be in a spelling of its field's own. */
const isSpelled = ({ field, value }: Declared) => typeof value === 'string' && field.spelling !== undefined && field.type !== 'boolean';

/** What is wrong with values that may be in the spelling of their field, whose patterns can be read. */
async function spelledFaults(database: Database, values: readonly Declared[]): Promise<[Declared, Fault | undefined][]> {
  if (values.length === 0) return [];
  const [row = {}] = await database.rows(
    `SELECT ${values.map(({ field, value }, nth) => `${typedValue(field, value)} IS NULL AS "${nth}"`)}`,
  );
  return values.map((each, nth) => [each, valueFault(each, row[nth] === true, false)]);
}

/** True for a bound of a type that has none. */
const isUnbounded = ({ field, path }: Declared) => keyOf({ path }) !== 'enum' && (field.type === 'string' || field.type === 'boolean');

function unboundedFault({ field, path }: Declared): Fault {
  const reason = `"${field.name}" is a ${field.type}, which has no ${keyOf({ path })}`;
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
  const reason = `the ${keyOf({ path })} of "${field.name}" holds "${value}", which is not a valid ${field.type}`;
  return { path, reason, fix: `write ${inWords({ type: field.type })}` };
}

/** What is wrong with patterns: all are read in one query, and each in its own where that fails. */
async function patternFaults(database: Database, patterns: readonly Declared[]): Promise<[Declared, Fault | undefined][]> {
  const read = (some: readonly Declared[]) =>
    database.rows(
      `SELECT ${some.map(({ path, value }) => `${keyOf({ path }) === 'format' ? 'try_strptime' : 'regexp_full_match'}('', ${quoteText(String(value))})`)}`,
    );
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
  if (keyOf({ path }) === 'format')
    return { path, reason: `the format of "${field.name}" cannot be read: ${said}`, fix: 'write a pattern such as %d/%m/%Y, or "default"' };
  const fix = 'write a regular expression as RE2 reads it, which does not look ahead or behind';
  return { path, reason: `the pattern of "${field.name}" cannot be read: ${said}`, fix };
}
