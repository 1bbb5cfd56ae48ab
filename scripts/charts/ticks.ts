import { isTemporal, type Value } from '../data/tables.ts';
import { format, type Quantity } from '../quotes/formats.ts';

/** What an axis or a legend knows of the field that it shows. */
export interface Tick {
  unit: string | null;
  type: Quantity['type'];
  /** Decimals of a number, precision of a date. */
  option: string | null;
}

/** An axis or legend label: a value of a scale, in the field's unit without its currency. */
export function writeTick(value: unknown, { unit, type, option }: Tick, language: string): string {
  const plain = isTemporal(type) ? new Date(value as number).toISOString().slice(0, 10) : (value as Value);
  if (plain === null || plain === undefined) return '';
  const isDecimals = typeof plain === 'number' && option !== null;
  const choice = isDecimals ? Number(option) : (option ?? undefined);
  return format({ value: plain, unit: unit ?? undefined, type }, 'show', language, choice, 'tick');
}
