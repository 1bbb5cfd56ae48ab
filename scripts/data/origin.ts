/** What a value of a query comes from. */
export interface Origin {
  /** Names of the datasets from whose cells it is computed. */
  datasets: ReadonlySet<string>;
  /** The constants of the query that it may be as they stand, with no cell behind them. */
  bare: readonly Bare[];
}

/** A constant that may be a value. Words without a digit, truth values and NULL state no number; a flag is 0 or 1. */
export interface Bare {
  kind: 'null' | 'plain' | 'flag' | 'stated';
  /** The byte of the query at which it stands. */
  offset: number;
}

export const nothing: Origin = { datasets: new Set(), bare: [] };

export const constant = (kind: Bare['kind'], offset: number): Origin => ({ ...nothing, bare: [{ kind, offset }] });

export const fromDatasets = (datasets: Iterable<string>): Origin => ({ datasets: new Set(datasets), bare: [] });

/** True for a constant that states a number or a date. */
export const isStated = ({ kind }: Bare) => kind === 'flag' || kind === 'stated';

const datasetsOf = (origins: readonly Origin[]) => new Set(origins.flatMap((each) => [...each.datasets]));

/** True when a value may be a constant; NULL is none. */
const mayBeBare = (origin: Origin) => origin.bare.length > 0;

/** A value that is one of several, as it stands: the branches of a CASE, the rows of a UNION. */
export function either(...origins: readonly Origin[]): Origin {
  const bare = new Map(origins.flatMap((each) => each.bare).map((each) => [`${each.kind} ${each.offset}`, each]));
  return { datasets: datasetsOf(origins), bare: [...bare.values()] };
}

/** A value that one of several origins is, while the others decide which. */
export const chosen = (value: Origin, ...by: readonly Origin[]): Origin => ({ datasets: datasetsOf([value, ...by]), bare: value.bare });

/** A value computed from others: a constant of its own only where each of them may be one. `offset` is where it is computed. */
export function computed(origins: readonly Origin[], offset: number): Origin {
  const datasets = datasetsOf(origins);
  if (!origins.every(mayBeBare)) return { datasets, bare: [] };
  const all = origins.flatMap((each) => each.bare);
  if (all.length > 0 && all.every((each) => each.kind === 'null')) return { datasets, bare: all };
  const stated = all.find(isStated);
  return { datasets, bare: [{ kind: 'stated', offset: stated?.offset ?? offset }] };
}

/** A truth value computed from others: one of two words of the query, which state no number unless they are made one. */
export const condition = (...origins: readonly Origin[]): Origin => ({
  datasets: datasetsOf(origins),
  bare: [{ kind: 'plain', offset: 0 }],
});

/** A text put together from others: each of its parts can be read in it, so a constant that states a number stays one. */
export function written(parts: readonly Origin[], ...by: readonly Origin[]): Origin {
  const { datasets, bare } = either(...parts);
  const open = parts.every(mayBeBare) ? bare : bare.filter(isStated);
  return chosen({ datasets, bare: open.map((each) => (isStated(each) ? { ...each, kind: 'stated' as const } : each)) }, ...by);
}

/** A value without its flags, which a sum or a share has counted. */
export const counted = (origin: Origin): Origin => ({ ...origin, bare: origin.bare.filter((each) => each.kind !== 'flag') });
