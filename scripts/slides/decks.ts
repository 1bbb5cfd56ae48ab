import { z } from 'zod';
import { parseConfig, placeAt, type SourceFile } from '../files.ts';
import { isoDate } from '../iso-date.ts';
import { didYouMean, endStage, type Place, problem } from '../problems.ts';
import { languageNames } from '../quotes/formats.ts';

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'gu') instanceof RegExp;
  } catch {
    return false;
  }
}

const deck = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/, 'a deck name is letters, digits, dots and hyphens'),
  title: z.string(),
  subject: z.string().optional(),
  author: z.string().optional(),
  language: z.string().refine((name) => languageNames.includes(name), `a language is one of: ${languageNames.join(', ')}`),
  theme: z.string().optional(),
  slides: z.array(z.string()).min(1),
  covers: z.string().optional(),
  allowStale: z.boolean().optional(),
  gate: z.enum(['refuse', 'report']).optional(),
});

/** The keys of `slides/decks.yaml`; REFERENCE.md tells of each (scripts/reference/keys.ts). */
export const decksSchema = z.strictObject({
  $schema: z.string().optional(),
  title: z.string().optional(),
  author: z.string().optional(),
  theme: z.string().optional(),
  date: isoDate.optional(),
  literals: z
    .array(z.string().refine(isPattern, 'expected a regular expression'))
    .default([])
    .transform((patterns) => patterns.map((pattern) => new RegExp(pattern, 'gu'))),
  audit: z.strictObject({ table: z.string(), verdict: z.string(), label: z.string().optional() }).optional(),
  decks: z.array(deck).min(1),
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
