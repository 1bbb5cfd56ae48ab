import { parseDocument } from 'yaml';
import { offsetOf, placeAt } from '../files.ts';
import { type Problem, problem } from '../problems.ts';
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

/** A problem for each constraint of `data/datapackage.json` that no cell could be held against: a bound, an allowed value, a pattern. */
export async function declaredProblems(database: Database, { descriptor, descriptorFile }: Project): Promise<Problem[]> {
  const problems: Problem[] = [];
  const document = parseDocument(descriptorFile.text, { prettyErrors: false });
  for (const [index, { schema }] of descriptor.resources.entries()) {
    for (const [nth, field] of schema.fields.entries()) {
      const start = ['resources', index, 'schema', 'fields', nth, 'constraints'];
      for (const { path, reason, fix } of await faults(database, field))
        problems.push(problem(placeAt(descriptorFile, offsetOf(document, [...start, ...path])), 'constraint', reason, fix));
    }
  }
  return problems;
}

async function faults(database: Database, field: ResourceField): Promise<Fault[]> {
  const { minimum, maximum, enum: allowed = [], pattern } = field.constraints ?? {};
  const bounds = Object.entries({ minimum, maximum }).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  const found = [
    ...bounds.map(({ name, value }) => boundFault(database, field, name, value)),
    ...allowed.map((value, index) => valueFault(database, field, ['enum', index], value)),
    pattern === undefined ? undefined : patternFault(database, field, pattern),
  ];
  return (await Promise.all(found)).filter((each) => each !== undefined);
}

async function boundFault(database: Database, field: ResourceField, name: string, value: string | number): Promise<Fault | undefined> {
  if (field.type !== 'string' && field.type !== 'boolean') return valueFault(database, field, [name], value);
  const reason = `"${field.name}" is a ${field.type}, which has no ${name}`;
  return { path: [name], reason, fix: 'take the constraint out, or give the field another type' };
}

/** A year-month may be given as the first of its month. */
async function valueFault(database: Database, field: ResourceField, path: Fault['path'], value: unknown): Promise<Fault | undefined> {
  const text = field.type === 'yearmonth' ? String(value).replace(/-01$/, (end, at: number) => (at === 7 ? '' : end)) : String(value);
  const [row] = await database.rows(
    `SELECT ${isMalformed(field.type, quoteText(text))} AS wrong, ${isInexact(field.type, quoteText(text))} AS inexact`,
  );
  if (row?.inexact === true) {
    const [reason, fix] = inexactNumber(field, text);
    return { path, reason, fix };
  }
  if (row?.wrong !== true) return undefined;
  const reason = `the ${path[0]} of "${field.name}" holds "${value}", which is not a valid ${field.type}`;
  return { path, reason, fix: `write ${inWords(field.type)}` };
}

async function patternFault(database: Database, field: ResourceField, pattern: string): Promise<Fault | undefined> {
  try {
    await database.rows(`SELECT regexp_full_match('', ${quoteText(pattern)})`);
    return undefined;
  } catch (error) {
    const said = (error as Error).message.split('\n')[0]?.replace(/^Invalid Input Error: /, '');
    const fix = 'write a regular expression as RE2 reads it, which does not look ahead or behind';
    return { path: ['pattern'], reason: `the pattern of "${field.name}" cannot be read: ${said}`, fix };
  }
}
