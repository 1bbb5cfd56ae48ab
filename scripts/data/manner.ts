import { z } from 'zod';
import { didYouMean } from '../problems.ts';

/** A month of the year, 4 for April. */
export const monthNumber = z.number().int().min(1).max(12);

/** What the figures of a column have in common: how many decimals, in what scale, and how those below nothing, above it and missing are written. */
export const mannerSchema = z.strictObject({
  decimals: z.number().int().min(0).max(6).optional().describe('Decimals, from 0 to 6, zeros at the end too.'),
  scale: z
    .string()
    .optional()
    .describe('The scale of amounts, one that the language has a word for: `m`, `bn`, `tn` in English, 億 in Chinese; `1` for none.'),
  negative: z.enum(['minus', 'brackets']).optional().describe('How numbers below nothing are written; with a minus without it.'),
  sign: z.boolean().optional().describe('True writes a plus before numbers above nothing, as for changes.'),
  unit: z
    .boolean()
    .optional()
    .describe('False leaves the unit, the currency and the scale word to the head of the column: `−1.4` under `Return (%)`.'),
  fiscalFrom: monthNumber
    .optional()
    .describe(
      'The month in which fiscal years begin, 4 for April, for dates written as `fiscal` and `fiscalQuarter`; without it that of slides/decks.yaml, else January.',
    ),
  empty: z.string().optional().describe('What stands for a missing value, such as `n/a`; without it a missing value stops the build.'),
});
/** What a call may ask for beside: one end of a range, which the filter `range` writes, and what two dates share there. */
const callSchema = mannerSchema.extend({ end: z.enum(['from', 'to']).optional(), shared: z.enum(['year', 'month']).optional() });
export type Manner = z.infer<typeof callSchema>;

/** Reads what a call asks for: decimals, or a precision of dates, or the keys of a manner. Gives why it cannot be read, where it cannot. */
export function readManner(option: unknown): { manner: Manner; precision?: unknown } | string {
  if (option === undefined) return { manner: {} };
  if (typeof option === 'object' && option !== null) {
    const { precision, ...own } = option as Record<string, unknown>;
    const parsed = callSchema.safeParse(own);
    if (parsed.success) return { manner: parsed.data, ...(precision !== undefined && { precision }) };
    const unknown = Object.keys(own).find((key) => !(key in callSchema.shape));
    if (unknown) return `there is no "${unknown}": ${didYouMean(unknown, Object.keys(mannerSchema.shape))}`;
    const [issue] = parsed.error.issues;
    if (issue?.path[0] === 'decimals') return `decimals are a whole number from 0 to 6, not "${own.decimals}"`;
    return `${issue?.path.join('.')}: ${issue?.message}`;
  }
  if (typeof option === 'string') return { manner: {}, precision: option };
  if (Number.isInteger(option) && (option as number) >= 0 && (option as number) <= 6)
    return { manner: { decimals: option as number }, precision: option };
  return `decimals are a whole number from 0 to 6, not "${option}"`;
}
