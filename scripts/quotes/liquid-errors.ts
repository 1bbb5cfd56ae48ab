import type { LiquidError } from 'liquidjs';
import { placeAt, type SourceFile } from '../files.ts';
import { didYouMean, type Place, type Problem, problem } from '../problems.ts';

/** A wrong name in a template; its text tells the remedy after a line break. */
export class NameError extends Error {
  readonly part: string;
  constructor(table: string, what: 'field' | 'row', part: string, candidates: Iterable<string>) {
    super(`"${table}" has no ${what} "${part}"\n${didYouMean(part, candidates)}`);
    this.part = part;
  }
}

/** A number that Liquid would print and that comes from no cell; its text tells the remedy after a line break. */
export class UntiedError extends Error {}

/** The names that a template may use, for the remedy of a wrong one. */
interface KnownNames {
  /** Variables beside the tables; a wrong part of one is told apart. */
  variables: Record<string, unknown>;
  names: readonly string[];
  filters: readonly string[];
}

/** The problems of a template, from what Liquid threw, each at its place in the source. */
export function liquidProblems(error: unknown, source: SourceFile, known: KnownNames): Problem[] {
  return singleErrors(error).map((each) => {
    const cause = originalOf(each) ?? each;
    const [reason = '', fix] = cause.message.split('\n');
    const place = liquidPlace(each, source);
    const wrong = wrongName(reason, place, known) ?? overLimit(cause, place);
    if (wrong) return wrong;
    const rule = cause instanceof NameError ? 'unknown-field' : cause instanceof UntiedError ? 'untied-number' : 'liquid';
    return problem(place, rule, reason.replace(/, line:\d+, col:\d+.*$/, '').replace(/, file:.*$/, ''), fix ?? 'mend the Liquid here');
  });
}

/** The problem of a name that Liquid itself did not find: a variable, a part of one, or a filter. */
function wrongName(reason: string, place: Place, { variables, names, filters }: KnownNames): Problem | undefined {
  const [variable, part] = /undefined variable: ([\w-]+)(?:\.([\w-]+))?/.exec(reason)?.slice(1) ?? [];
  const parts = variable === undefined ? undefined : variables[variable];
  if (part && parts instanceof Object)
    return problem(place, 'unknown-field', `"${variable}" has no "${part}"`, didYouMean(part, Object.keys(parts)));
  if (variable) return problem(place, 'unknown-table', `unknown table "${variable}"`, didYouMean(variable, names));
  const filter = /undefined filter: ([\w-]+)/.exec(reason)?.[1];
  return filter ? problem(place, 'unknown-filter', `unknown filter "${filter}"`, didYouMean(filter, filters)) : undefined;
}

/** What a template may not exceed, by what Liquid says of it. */
const limits: readonly (readonly [RegExp, string, string])[] = [
  [/parse length limit/, 'the template is longer than a million characters', 'split it'],
  [/template render limit/, 'the template takes more than ten seconds', 'loop over fewer rows: choose them in a data/*.sql model'],
  [/memory alloc limit/, 'the template makes too many values', 'loop over fewer: choose rows in a data/*.sql model'],
  [
    /output limit|Invalid string length/,
    'the template gives more than four million characters',
    'loop over fewer rows, or split the slide',
  ],
  [/call stack|depth limit/, 'the template is nested too deeply, or includes itself', 'nest it less'],
];

function overLimit(cause: Error, place: Place): Problem | undefined {
  const [, reason, fix] = limits.find(([pattern]) => pattern.test(cause.message)) ?? [];
  return reason && fix ? problem(place, 'limit', reason, fix) : undefined;
}

/** Liquid gathers the errors of a block into one. */
function singleErrors(error: unknown): LiquidError[] {
  const { errors } = error as { errors?: unknown[] };
  return errors ? errors.flatMap(singleErrors) : [error as LiquidError];
}

/** The error that Liquid has wrapped. */
const originalOf = (error: LiquidError) => (error as { originalError?: Error }).originalError;

function liquidPlace(error: LiquidError, source: SourceFile): Place {
  const token = (error as { token?: { begin?: number; end?: number } }).token;
  if (token?.begin === undefined) return { file: source.path, line: 1 };
  const original = originalOf(error);
  const named = original instanceof NameError ? original.part : /"([^"]+)"/.exec(error.message)?.[1];
  const part = named ?? /: ([\w-]+)/.exec(error.message)?.[1];
  const inside = part ? source.text.slice(token.begin, token.end).indexOf(part) : -1;
  return placeAt(source, token.begin + Math.max(0, inside));
}
