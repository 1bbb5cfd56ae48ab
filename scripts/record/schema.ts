import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { z } from 'zod';
import type { SourceFile } from '../files.ts';
import { PlainError, ProjectError, problem } from '../problems.ts';
import { languageNames } from '../quotes/formats.ts';

/** What names files and chooses words is checked most: a forged record must lead nowhere. */
const deckName = z.string().regex(/^[\w.-]+$/);
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const language = z.string().refine((name) => languageNames.includes(name), 'is in a language that tieout does not know');

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

// What a later release adds is optional, so that decks of the release before can be read.

const figure = z.strictObject({
  /** The tie's number in the deck; figures of one quote share it. */
  id: z.number().int(),
  slide: z.number().int(),
  where: z.enum(['slide', 'chart', 'alt', 'notes']),
  kind: z.enum(['figure', 'words']),
  text: z.string(),
  value,
  shown: z.number().optional(),
  unit: z.string().optional(),
  table: z.string(),
  key: z.string(),
  field: z.string(),
  place: z.string().optional(),
});

const table = z.strictObject({
  name: z.string(),
  kind: z.enum(['dataset', 'model']),
  title: z.string(),
  file: z.string(),
  asOf: z.string(),
  /** Hash of the rows. */
  hash: z.string(),
  reads: z.array(z.string()),
  query: z.string().optional(),
  sources: z.array(z.string()),
  /** What the rows that figures name are called in the deck's language, by key. */
  rows: z.record(z.string(), z.string()).optional(),
  fields: z.record(
    z.string(),
    z.strictObject({
      title: z.string().optional(),
      formula: z.string().optional(),
      /** Names of the datasets from whose cells the field is computed; all under the table where they are not told. */
      datasets: z.array(z.string()).optional(),
    }),
  ),
});

const slide = z.strictObject({
  number: z.number().int(),
  /** The file and its nth slide, by which a slide is known from build to build. */
  id: z.string(),
  title: z.string(),
  text: z.string(),
  /** Hash of the slide's own text with its figures left out: it changes when the author's words do, not with axes and source lines. */
  words: z.string(),
  charts: z.array(z.string()),
  /**
   * Hashes by which a comparison tells what of a slide differs, with figures left out: its body, notes, alternative
   * texts, and the rest that a reader meets (layout, pictures, links).
   */
  ownWords: z.strictObject({ body: z.string(), notes: z.string(), alts: z.string(), markup: z.string() }).optional(),
  /** The source line, as shown; none where the slide shows no figure. */
  sources: z.string().optional(),
  /** What is told of its pictures, in their order. */
  alts: z.array(z.string()).optional(),
  /** The presenter notes. */
  notes: z.string().optional(),
  /** Where its links lead, each once; those within the deck aside. */
  links: z.array(z.string()).optional(),
});

const chart = z.strictObject({
  name: z.string(),
  file: z.string(),
  spec: z.string(),
  tables: z.array(z.string()),
  /** Hash of what its marks draw: their kinds, geometry and values. */
  drawing: z.string().optional(),
  /** Hash of the whole picture as drawn, colours and fonts too, with its figures left out. */
  picture: z.string().optional(),
  /** Texts of axes and legends that are computed from a scale of tied values, as shown. */
  ticks: z.array(z.string()).optional(),
  /** Values that the spec itself computes, mark by mark, with the expression or operation that gives them. */
  computed: z.array(z.strictObject({ mark: z.string(), field: z.string(), expression: z.string(), values: z.array(value) })).optional(),
});

const deck = z.strictObject({
  name: deckName,
  title: z.string(),
  language,
  date: isoDate,
  asOf: isoDate,
  subject: z.string().optional(),
  author: z.string().optional(),
  /** Hash of the style sheet with which the slides are rendered. */
  theme: z.string().optional(),
});

const record = z.strictObject({
  tieout: z.literal(1),
  deck,
  /** Hash of the datasets that the deck rests on. */
  data: z.string(),
  slides: z.array(slide),
  figures: z.array(figure),
  literals: z.array(z.strictObject({ slide: z.number().int(), text: z.string() })),
  /** Numbers typed by hand, in a deck that reports them; `place` is the file and line, where it is known. */
  untied: z.array(z.strictObject({ slide: z.number().int(), text: z.string(), place: z.string().optional() })).optional(),
  charts: z.array(chart),
  /** Words that the styles add before and after elements. */
  generated: z.array(z.string()).optional(),
  tables: z.array(table).refine(hasNoCycle, 'holds tables that read each other'),
  audit: z
    .strictObject({ table: z.string(), claims: z.array(z.strictObject({ key: z.string(), label: z.string(), verdict: z.string() })) })
    .optional(),
});

/** True when no table reads itself through others, so that walks down to the datasets end. */
function hasNoCycle(tables: readonly z.infer<typeof table>[]): boolean {
  let left = tables;
  while (left.length > 0) {
    const names = new Set(left.map((each) => each.name));
    const rest = left.filter((each) => each.reads.some((name) => names.has(name)));
    if (rest.length === left.length) return false;
    left = rest;
  }
  return true;
}

/** The tie-out record of a deck: what it shows, and where each figure came from. It travels inside the deck. */
export type DeckRecord = z.infer<typeof record>;
export type Figure = DeckRecord['figures'][number];
export type RecordTable = DeckRecord['tables'][number];

/** The first 16 hex digits of a SHA-256. */
export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The name of the record inside a PDF, and the id of its element in HTML. */
export const recordName = 'tieout.json';
export const recordElement = 'tieout-record';

/** The type of the `<script>` that carries a record in HTML: packed, as it says the same words many times. */
export const recordType = 'application/zlib';

/** The `<script>` that carries a record in HTML. */
export const recordScript = (text: string) =>
  `<script type="${recordType}" id="${recordElement}">${deflateSync(text, { level: 9 }).toString('base64')}</script>`;

const mostRecord = 16 * 2 ** 20;
const tooLarge = 'its tie-out record is too large to be one of tieout';

/** The text of a record that travels as it is. Throws a {@link RecordError} when it is too large. */
export function plainRecord(text: string): string {
  if (text.length > mostRecord) throw new RecordError(tooLarge);
  return text;
}

/** The text of a record that travels packed. Throws a {@link RecordError} when it is damaged or too large. */
export function unpackRecord(bytes: Uint8Array): string {
  try {
    return inflateSync(bytes, { maxOutputLength: mostRecord }).toString('utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new RecordError(tooLarge);
    throw new RecordError('its tie-out record is damaged: it cannot be unpacked');
  }
}

/** The text of the record in its `<script>`; before there were packed ones, it stood there as it is. */
export function readRecordScript(content: string): string {
  if (/^\s*\{/.test(content)) return plainRecord(content);
  const bytes = Buffer.from(content, 'base64');
  // What stands between or after the signs of base64 would be passed over.
  if (bytes.toString('base64') !== content) throw new RecordError('its tie-out record is damaged: it cannot be unpacked');
  return unpackRecord(bytes);
}

/** A record as the text that travels, with the build id that proves that nobody touched it by accident. */
export interface PackedRecord {
  text: string;
  /** The hash of all that the record says. */
  build: string;
}

/** Packs a record for travel. The same record gives the same bytes. */
export function packRecord(each: DeckRecord): PackedRecord {
  const body = record.parse(each);
  const build = hashOf(JSON.stringify(body));
  return { text: JSON.stringify({ build, record: body }), build };
}

/** Why a deck's record cannot be used; its text is for people. */
export class RecordError extends PlainError {}

/** Reads a record's text. Throws a {@link RecordError} when it is malformed or does not match its build id. */
export function parseRecord(text: string): { build: string; record: DeckRecord } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RecordError('its tie-out record is damaged: it is not JSON');
  }
  const parsed = z.strictObject({ build: z.string(), record }).safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new RecordError(`its tie-out record is damaged: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  if (hashOf(JSON.stringify(parsed.data.record)) !== parsed.data.build)
    throw new RecordError('its tie-out record was altered: it does not match its own build id');
  return parsed.data;
}

/** Reads `slides/since/<deck>.json`, the record of a deck that was sent. */
export function parseSent(file: SourceFile): DeckRecord {
  try {
    return parseRecord(file.text).record;
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    throw new ProjectError([
      problem({ file: file.path }, 'sent-record', error.message, 'make it anew with tieout diff <the deck you sent> --slide, or delete it'),
    ]);
  }
}
