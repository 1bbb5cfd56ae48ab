import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFRawStream, PDFString } from '@cantoo/pdf-lib';
import { readDeckFile } from './deck-file.ts';
import { readHtml, recordsIn } from './read-html.ts';
import { readPdf } from './read-pdf.ts';
import type { DeckReading } from './reading.ts';
import { type DeckRecord, parseRecord, plainRecord, RecordError, readRecordScript, recordName, unpackRecord } from './schema.ts';

/** What a deck file says of itself, and what a reader sees of it; nothing of a record file. */
interface CarriedRecord {
  path: string;
  build: string;
  record: DeckRecord;
  read(): Promise<DeckReading | undefined>;
}

/**
 * Reads the tie-out record out of a deck (PDF or HTML) or a record file.
 * Throws a {@link RecordError} that says what is wrong with a foreign, damaged, altered or huge file.
 */
export async function readCarried(path: string): Promise<CarriedRecord> {
  return parseCarried(path, await readDeckFile(path));
}

/** The same from the bytes of the file. */
export async function parseCarried(path: string, bytes: Buffer): Promise<CarriedRecord> {
  try {
    const text = await extract(bytes);
    return { path, ...parseRecord(text), read: () => readDeck(path, bytes) };
  } catch (error) {
    if (error instanceof RecordError) throw new RecordError(`${path}: ${error.message}`);
    throw error;
  }
}

const isPdf = (bytes: Buffer) => bytes.subarray(0, 1024).includes('%PDF-');
const isRecord = (text: string) => /^\s*\{/.test(text);

async function readDeck(path: string, bytes: Buffer): Promise<DeckReading | undefined> {
  if (!isPdf(bytes)) {
    const text = bytes.toString('utf8');
    return isRecord(text) ? undefined : readHtml(text);
  }
  try {
    return await readPdf(bytes);
  } catch {
    throw new RecordError(`${path}: the PDF is damaged: its pages cannot be read`);
  }
}

async function extract(bytes: Buffer): Promise<string> {
  if (isPdf(bytes)) return extractFromPdf(bytes);
  const text = bytes.toString('utf8');
  if (isRecord(text)) return plainRecord(text);
  const [script, ...more] = recordsIn(text);
  if (more.length > 0) throw new RecordError('it carries more than one tie-out record');
  if (script !== undefined) return readRecordScript(script);
  throw new RecordError('it carries no tie-out record: give a PDF or HTML deck that tieout built, or its record');
}

async function extractFromPdf(bytes: Buffer): Promise<string> {
  if (!bytes.subarray(-1024).includes('%%EOF')) throw new RecordError('the PDF is truncated: its end is missing');
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true }).catch(() => undefined);
  if (!pdf) throw new RecordError('the PDF is damaged or truncated, or is encrypted');
  let stream: PDFRawStream | undefined;
  try {
    stream = attachment(pdf);
  } catch (error) {
    if (error instanceof RecordError) throw error;
    throw new RecordError('the PDF is damaged: its embedded files cannot be read');
  }
  if (!stream) throw new RecordError('it carries no tie-out record: give a PDF or HTML deck that tieout built, or its record');
  return inflate(stream);
}

/** The stream of the embedded record; the name tree of tieout's own files is one flat list. */
function attachment(pdf: PDFDocument): PDFRawStream | undefined {
  const names = pdf.catalog
    .lookupMaybe(PDFName.of('Names'), PDFDict)
    ?.lookupMaybe(PDFName.of('EmbeddedFiles'), PDFDict)
    ?.lookupMaybe(PDFName.of('Names'), PDFArray);
  const found: (PDFRawStream | undefined)[] = [];
  for (let index = 0; names && index + 1 < names.size(); index += 2) {
    const name = names.lookup(index);
    const said = name instanceof PDFString || name instanceof PDFHexString ? name.decodeText() : '';
    if (said !== recordName) continue;
    const file = names
      .lookup(index + 1, PDFDict)
      .lookup(PDFName.of('EF'), PDFDict)
      .lookup(PDFName.of('F'));
    found.push(file instanceof PDFRawStream ? file : undefined);
  }
  if (found.length > 1) throw new RecordError('it carries more than one tie-out record');
  return found[0];
}

function inflate(stream: PDFRawStream): string {
  const packed = stream.dict.lookup(PDFName.of('Filter')) !== undefined;
  return packed ? unpackRecord(stream.contents) : plainRecord(Buffer.from(stream.contents).toString('utf8'));
}
