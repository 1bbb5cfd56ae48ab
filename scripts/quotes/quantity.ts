import type { FieldType } from '../data/descriptor.ts';
import type { Value } from '../data/tables.ts';

/** A cell's value with what is needed to write it. */
export interface Quantity {
  value: Value;
  unit: string | undefined;
  type: FieldType;
}

/** Thrown when a value cannot be written in the way asked for. */
export class FormatError extends Error {}
