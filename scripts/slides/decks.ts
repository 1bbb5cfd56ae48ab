import { z } from 'zod';
import { parseConfig } from '../config.ts';
import { monthNumber } from '../data/manner.ts';
import { placeAt, type SourceFile } from '../files.ts';
import { isoDate } from '../iso-date.ts';
import { didYouMean, endStage, type Place, problem } from '../problems.ts';
import { isLanguage, wordedLanguages } from '../quotes/languages/index.ts';

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'gu') instanceof RegExp;
  } catch {
    return false;
  }
}

const deck = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]+$/, 'a deck name is letters, digits, dots and hyphens')
    .describe('The base name of its files in `dist/`: letters, digits, dots, hyphens.'),
  title: z.string().describe('The title of the HTML and the PDF.'),
  subject: z.string().optional().describe('A sentence on what it is about.'),
  author: z.string().optional().describe('Who made it.'),
  language: z
    .string()
    .refine(isLanguage, `a language is a BCP 47 tag, such as ${wordedLanguages.join(', ')}`)
    .describe('The language in which its figures are written.'),
  theme: z.string().optional().describe('Its theme, in place of the one for all.'),
  slides: z.array(z.string()).min(1).describe('Its slide files below `slides/`, in this order; `*` stands for any name.'),
  covers: z.string().optional().describe('A table whose every key some slide file must claim by `section`.'),
  allowStale: z.boolean().optional().describe('True lets the deck show datasets older than their `staleAfterDays`.'),
  gate: z
    .enum(['refuse', 'report'])
    .optional()
    .describe('`report` shows typed numbers and lists them in the sheet; without it they are refused.'),
});

/** The keys of `slides/decks.yaml`; REFERENCE.md tells of each. */
export const decksSchema = z.strictObject({
  $schema: z.string().optional().describe('The JSON Schema, for editors; not used.'),
  title: z.string().optional().describe('A title for those who read the file; not used.'),
  author: z.string().optional().describe('Who made the decks; a deck may say another.'),
  theme: z.string().optional().describe('The theme of all decks: a file in `slides/`, or `tieout`, `default`, `gaia`, `uncover`.'),
  fonts: z
    .array(z.string())
    .default([])
    .describe(
      'Fonts beside those that come with tieout: TTF and OTF files, seen from the folder of the project, and npm packages of such.',
    ),
  date: isoDate.optional().describe('The day of the decks, as ISO date; `{{ deck.date | date }}` shows it.'),
  fiscalFrom: monthNumber
    .optional()
    .describe(
      'The month in which fiscal years begin, 4 for April, in all tables; January without it. `display` of a field may say another.',
    ),
  literals: z
    .array(z.string().refine(isPattern, 'expected a regular expression'))
    .default([])
    .transform((patterns) => patterns.map((pattern) => new RegExp(pattern, 'gu')))
    .describe('Regular expressions of names that hold a number and state none, such as `Claude 4`.'),
  audit: z
    .strictObject({
      table: z.string().describe('Its name.'),
      verdict: z.string().describe('The field of verdicts.'),
      label: z.string().optional().describe('The field that names a claim.'),
    })
    .optional()
    .describe('A table of claims whose verdicts the record keeps, so that `diff` tells of changes.'),
  decks: z.array(deck).min(1).describe('The decks.'),
});

/**
 * `slides/decks.yaml`: the decks with their title, language, theme and slide files (relative to `slides/`, `*` allowed).
 * `covers` names a table whose every key some slide must claim in its front matter; `date` is the day of the decks.
 * `gate: report` lets a deck show numbers that are typed by hand, and lists them; else they are refused.
 * `literals` are patterns of names that hold numbers and are no figures; `audit` names a table of claims and its
 * field of verdicts, which the tie-out record keeps.
 */
export type DeckConfig = z.infer<typeof decksSchema>;
export type Deck = DeckConfig['decks'][number];

/** Parses `slides/decks.yaml`. Throws every problem, located. */
export function parseDecks(file: SourceFile): DeckConfig {
  return parseConfig(file, decksSchema);
}

/** The decks of these names, or all when none is named. Throws a problem for each unknown name. */
export function chooseDecks(config: DeckConfig, names: readonly string[]): readonly Deck[] {
  const known = config.decks.map((deck) => deck.name);
  const unknown = names.filter((name) => !known.includes(name));
  endStage(
    unknown.map((name) => problem({ file: 'slides/decks.yaml' }, 'unknown-deck', `unknown deck "${name}"`, didYouMean(name, known))),
  );
  return config.decks.filter((deck) => names.length === 0 || names.includes(deck.name));
}

/** Where a word stands in `slides/decks.yaml`: in the deck's entry, else above it. */
export function placeInDecks(decksFile: SourceFile, deck: Deck, word: string): Place {
  const inEntry = decksFile.text.indexOf(word, Math.max(0, decksFile.text.indexOf(`name: ${deck.name}`)));
  return placeAt(decksFile, inEntry >= 0 ? inEntry : Math.max(0, decksFile.text.indexOf(word)));
}
