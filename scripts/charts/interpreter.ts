import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';

/** The most that one spec may do: evaluations of expressions, marks, and elements of sequences. */
const most = { evaluations: 20_000_000, marks: 200_000, elements: 1_000_000 };

/** Thrown when a spec asks for more than a chart can show. */
export class LimitError extends Error {}

const left = { ...most };

/** Counts what a spec does; throws a {@link LimitError} past the limit. Counts, not time, so that it is the same everywhere. */
function spend(kind: keyof typeof most, count = 1): void {
  left[kind] -= count;
  if (left[kind] >= 0) return;
  throw new LimitError(`the chart has more than ${most[kind].toLocaleString('en-US')} ${words[kind]}`);
}

const words = { evaluations: 'evaluations of expressions', marks: 'marks', elements: 'elements in sequences' };

type Make = (context: unknown, code: unknown) => (...values: unknown[]) => unknown;

const counted =
  (make: Make, kind: keyof typeof most): Make =>
  (context, code) => {
    const run = make(context, code);
    return (...values) => {
      spend(kind);
      return run(...values);
    };
  };

const interpreter = expressionInterpreter as unknown as Record<'operator' | 'parameter' | 'event' | 'handler' | 'encode', Make>;

/** Vega's interpreter of expressions, which runs no code of a spec, and which stops at the limits. */
const limited = {
  ...interpreter,
  operator: counted(interpreter.operator, 'evaluations'),
  parameter: counted(interpreter.parameter, 'evaluations'),
  encode: counted(interpreter.encode, 'marks'),
};

/** The interpreter for one chart, with its whole budget; chance begins anew, so that jitter and samples are the same in each build. */
export function freshInterpreter(): typeof limited {
  Object.assign(left, most);
  const { setRandom, randomLCG } = vega as unknown as { setRandom(random: () => number): void; randomLCG(seed: number): () => number };
  setRandom(randomLCG(1));
  return limited;
}

const sequence = vega.expressionFunction('sequence') as (...bounds: number[]) => number[];

function limitedSequence(...bounds: number[]): number[] {
  const [start, stop, step] = bounds.length > 1 ? [bounds[0], bounds[1], bounds[2] ?? 1] : [0, bounds[0], 1];
  spend('elements', Math.max(0, Math.ceil(((stop as number) - (start as number)) / (step as number)) || 0));
  return sequence(...bounds);
}

const pad = vega.expressionFunction('pad') as (text: string, length: number, ...rest: unknown[]) => string;

function limitedPad(text: string, length: number, ...rest: unknown[]): string {
  spend('elements', Math.max(0, length));
  return pad(text, length, ...rest);
}

vega.expressionFunction('sequence', limitedSequence);
vega.expressionFunction('pad', limitedPad);
vega.expressionFunction('now', () => {
  throw new Error('now() would draw another chart every time');
});
