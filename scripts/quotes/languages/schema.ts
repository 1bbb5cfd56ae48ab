import { z } from 'zod';
import { didYouMean } from '../../problems.ts';
import type { Rule } from '../../rules.ts';
import { findNumbers } from '../numbers.ts';
import { en } from './en.ts';
import { isLanguage } from './index.ts';
import type { Forms } from './words.ts';

/** What stands in braces in a text. */
const partsOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([part]) => part);

/** What is wrong with a text, and what to do. */
type Fault = readonly [reason: string, fix: string];

/**
 * The faults of a text that must hold all that is `needed` in braces, and no number of its own. Where `more` is given, which may
 * stand there too, it is a date, a unit or a report, and number words are none that count: 四半期, 百分點, billion.
 */
function faultsOf(own: string, needed: readonly string[], more?: readonly string[]): Fault[] {
  const has = partsOf(own);
  const may = [...needed, ...(more ?? [])];
  const strange = has.filter((each) => !may.includes(each));
  const number = findNumbers(own.replace(/\{\w+\}/g, ' ')).find((each) => !more || /\p{N}/u.test(each.text));
  return [
    ...needed.filter((each) => !has.includes(each)).map((each): Fault => [`"${own}" lacks ${each}`, `write ${each} where it belongs`]),
    ...strange.map((each): Fault => [`"${own}" has no value for ${each}`, may.length > 0 ? didYouMean(each, may) : 'take it out']),
    ...(number ? [[`"${own}" states the number "${number.text}"`, 'say it without one'] as const] : []),
  ];
}

const text = (needed: readonly string[], more?: readonly string[]) =>
  z.string().superRefine((own, context) => {
    for (const fault of faultsOf(own, needed, more)) context.addIssue(issueOf(fault));
  });

const issueOf = ([message, fix]: Fault, path: string[] = [], rule: Rule = 'invalid-config') => ({
  code: 'custom' as const,
  path,
  message,
  params: { rule, fix },
});

const categories = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** A text, or its forms by the plural categories of CLDR, of which `other` must be there. */
const formsOf = (faults: (own: string) => Fault[]) =>
  z.union([z.string(), z.record(z.string(), z.string())]).superRefine((own, context) => {
    const forms = typeof own === 'string' ? { other: own } : own;
    if (forms.other === undefined)
      context.addIssue(issueOf(['the form "other" is missing', 'write it: it stands for all numbers that have no form']));
    for (const [name, form] of Object.entries(forms)) {
      const path = typeof own === 'string' ? [] : [name];
      const strange = issueOf([`unknown form "${name}"`, didYouMean(name, categories)], path, 'unknown-key');
      if (!categories.includes(name)) context.addIssue(strange);
      for (const fault of faults(form)) context.addIssue(issueOf(fault, path));
    }
  });

type Model = Forms | Words;
type Kind = 'measures' | 'limits';

const inEnglish = (model: string) => `In English: \`${model}\``;

/** The schema of words such as those of a model, each of which may be left out; measures take the forms of their number. */
function likeWords(model: Model, kind?: Kind): z.ZodType {
  const one = typeof model === 'string' ? model : typeof model.other === 'string' ? model.other : undefined;
  if (one !== undefined) {
    const parts = partsOf(one);
    const isCounted = kind === 'measures' || typeof model !== 'string';
    return (isCounted ? formsOf((own) => faultsOf(own, parts, [])) : text(parts, kind === 'limits' ? [] : undefined))
      .optional()
      .describe(inEnglish(one));
  }
  return z
    .strictObject(shapeOf(model as Words, kind))
    .optional()
    .describe(`Words of \`${Object.keys(model).join('`, `')}\`.`);
}

type Words = { readonly [key: string]: Model };

const shapeOf = (words: Words, kind?: Kind): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(words).map(([key, each]) => [key, likeWords(each, key === 'measures' || key === 'limits' ? key : kind)]),
  );

const dateParts = ['month', 'monthName', 'day', 'dayFirst', 'quarter', 'quarterName'].map((each) => `{${each}}`);
const date = (key: 'year' | 'quarter' | 'month' | 'day') => text(['{year}'], dateParts).optional().describe(inEnglish(en.date[key]));
const fiscalDate = (key: 'fiscal' | 'fiscalQuarter') =>
  text([], [...dateParts, '{year}', '{span}'])
    .optional()
    .describe(inEnglish(en.date[key]));
const scales = z.array(z.tuple([z.number().positive(), formsOf((own) => faultsOf(own, [], []))]));
const worths = z.record(z.string().regex(/\S/), z.number().nonnegative());
const like = (key: 'percent' | 'times' | 'source' | 'places' | 'join' | 'row' | 'titled' | 'money') => text(partsOf(en[key])).optional();
const { units: _, ...card } = en.card;

/** The keys of `slides/languages/<tag>.yaml`, each of which may be left out; REFERENCE.md tells of each. */
export const wordsSchema = z.strictObject({
  $schema: z.string().optional().describe('The JSON Schema, for editors; not used.'),
  locale: z
    .string()
    .refine(isLanguage, 'a locale is a BCP 47 tag')
    .optional()
    .describe('The BCP 47 tag whose digits and months Intl writes; that of the file without it.'),
  scales: z
    .strictObject({ sentence: scales.optional().describe('In a sentence.'), label: scales.optional().describe('On a chart.') })
    .optional()
    .describe('Words behind large numbers, from large to small: `[1000000000, " mld"]`.'),
  money: like('money').describe('Money: `{number} {currency}`.'),
  currency: z.enum(['name', 'symbol']).optional().describe('Whether a currency is called by its name or by its sign.'),
  currencies: z.record(z.string(), z.string()).optional().describe('What currencies are called, by ISO code.'),
  percent: like('percent').describe('A share: `{number}%`.'),
  times: like('times').describe('A multiple: `{number}x`.'),
  units: z
    .record(
      z.string(),
      formsOf((own) => faultsOf(own, ['{number}'], [])),
    )
    .optional()
    .describe('Units in words: `months: { one: "{number} month", other: "{number} months" }`.'),
  beforeSymbol: z.string().optional().describe('What stands between a number and any other unit.'),
  date: z
    .strictObject({
      year: date('year'),
      fiscal: fiscalDate('fiscal'),
      quarter: date('quarter'),
      fiscalQuarter: fiscalDate('fiscalQuarter'),
      month: date('month'),
      day: date('day'),
    })
    .optional()
    .describe(
      'Dates: `{year}`, `{month}`, `{monthName}`, `{day}`, `{dayFirst}`, `{quarter}`, `{quarterName}`; a fiscal year or quarter: `{span}`.',
    ),
  until: text([])
    .optional()
    .describe('What stands between two dates; a dash gets spaces where there are some in what it parts. In English: `–`'),
  source: like('source').describe('The source line: `{titles}`, `{places}`, `{date}`.'),
  places: like('places').describe('The places in it: `{places}`.'),
  join: like('join').describe('What joins a list.'),
  row: like('row').describe('A row without a name: `{n}`.'),
  titled: like('titled').describe('A figure by its `{row}` and `{title}`.'),
  card: z
    .strictObject({ ...shapeOf(card), units: z.record(z.string(), z.string()).optional().describe('What units are called there.') })
    .optional()
    .describe('The card of a figure.'),
  controls: z.strictObject(shapeOf(en.controls)).optional().describe('The controls of a deck on screen.'),
  changes: z
    .strictObject(shapeOf({ ...en.changes }))
    .optional()
    .describe('Comparisons of two decks, and the slide "changes since".'),
  numbers: z
    .strictObject({
      decimal: z.string().min(1).default(',').describe('What stands before decimals.'),
      group: z.string().default('').describe('What parts thousands; any of several signs.'),
      scales: worths.default({}).describe('Words behind numbers, by their worth: `milion: 1000000`.'),
      words: worths.default({}).describe('Number words, by their worth: `dwa: 2`.'),
      others: z.array(z.string()).default([]).describe('Words that are numbers in English and none here: `ten`.'),
    })
    .optional()
    .describe('How numbers are written, so that the gate finds those that are typed by hand.'),
});

/** What a project says of a language. */
export type OwnWords = Readonly<Omit<z.infer<typeof wordsSchema>, '$schema'>>;
