import { constants, isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { placeAt, type SourceFile } from '../files.ts';
import { ProjectError, problem } from '../problems.ts';
import { type Resource, resourceFile } from './descriptor.ts';

/** The text of a dataset's file, without a byte order mark; decoded when it is first asked for. */
export interface DatasetText extends SourceFile {
  /** The text in UTF-8. */
  bytes: Buffer;
  /** True when the file holds these bytes and nothing else. */
  verbatim: boolean;
}

/** Reads a dataset's file (at `path`) in its encoding. Throws a problem when it cannot, at the first bad byte. */
export async function readText(path: string, resource: Resource): Promise<DatasetText> {
  const read = await readBytes(path, resource);
  const label = (resource.encoding ?? 'utf-8').toLowerCase();
  const utf8 = isUtf8Label(label);
  const whole = utf8 ? checkUtf8(read, resource) : Buffer.from(decode(read, resource, label));
  const bytes = whole.indexOf(mark) === 0 ? whole.subarray(mark.length) : whole;
  let text: string | undefined;
  const source = {
    path: resourceFile(resource),
    bytes,
    verbatim: utf8 && bytes === whole,
    get text() {
      text ??= bytes.toString('utf8');
      return text;
    },
  };
  if (!bytes.includes(0)) return source;
  const fix = 'write the file as plain text; one in utf-16 needs its "encoding" in data/datapackage.json';
  const place = placeAt(source, source.text.indexOf('\0'));
  throw new ProjectError([problem(place, 'encoding', 'the file holds a NUL byte, so it is not plain text', fix)]);
}

/** True for the name of UTF-8, which is the encoding of a file that names none. */
export const isUtf8Label = (encoding = 'utf-8') => /^utf-?8$/i.test(encoding);

/** The byte order mark of UTF-8. */
const mark = Buffer.from('\uFEFF');

/** The problem of a dataset whose file is not there, or cannot be opened for the reason `code`. */
export function missingDataset(resource: Resource, code: string): ProjectError {
  const reason = `the dataset "${resource.name}" cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}`;
  const fix = 'add the file, or mend its "path" in data/datapackage.json';
  return new ProjectError([problem({ file: resourceFile(resource) }, 'missing-dataset', reason, fix)]);
}

async function readBytes(path: string, resource: Resource): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw missingDataset(resource, found.isDirectory() ? 'EISDIR' : 'it is not a regular file');
    if (found.size > constants.MAX_STRING_LENGTH) throw tooLarge(resource);
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') throw missingDataset(resource, code);
    throw error;
  }
}

function tooLarge(resource: Resource): ProjectError {
  const reason = `the file is larger than ${Math.floor(constants.MAX_STRING_LENGTH / 2 ** 20)} MB, the most that is read of a text file`;
  return new ProjectError([
    problem({ file: resourceFile(resource) }, 'file-size', reason, 'write the dataset as Parquet, or keep fewer rows'),
  ]);
}

/** Where the bytes are wrong, what is read of them differs from them once it is written again. */
function checkUtf8(bytes: Buffer, resource: Resource): Buffer {
  if (isUtf8(bytes)) return bytes;
  const again = Buffer.from(bytes.toString('utf8'));
  const bad = bytes.findIndex((byte, index) => byte !== again[index]);
  const before = bytes.subarray(0, bad < 0 ? bytes.length : bad);
  // The bad bytes may begin before they differ: their beginning is then read as one character too.
  const { length } = before.toString('utf8');
  throw notEncoded(resource, 'utf-8', bytes.toString('utf8'), isUtf8(before) ? length : length - 1);
}

/** Decodes a legacy encoding, or UTF-16. Node gives a bad byte as U+FFFD, as a control character or for private use: no text has these. */
function decode(bytes: Buffer, resource: Resource, label: string): string {
  const decoder = decoderOf(resource, label);
  const decoded = decoder.decode(bytes);
  const text =
    decoder.encoding === 'windows-1252' ? decoded.replace(c1, (char) => windows1252[char.charCodeAt(0) - 0x80] as string) : decoded;
  const bad = text.search(/^(utf-16|gb18030)/.test(decoder.encoding) ? /\uFFFD/ : /[\uFFFD\u0080-\u009F\uE000-\uF8FF]/);
  if (bad < 0) return text;
  throw notEncoded(resource, label, text, bad);
}

function decoderOf(resource: Resource, label: string) {
  try {
    return new TextDecoder(label, { ignoreBOM: true });
  } catch {
    const fix = 'set "encoding" in data/datapackage.json to what the file really is, such as utf-8 or big5';
    throw new ProjectError([problem({ file: resourceFile(resource) }, 'encoding', `unknown encoding "${label}"`, fix)]);
  }
}

function notEncoded(resource: Resource, label: string, text: string, offset: number): ProjectError {
  const place = placeAt({ path: resourceFile(resource), text }, offset);
  const fix = `set "encoding" in data/datapackage.json to what the file really is, such as ${label === 'utf-8' ? 'windows-1252' : 'utf-8'} or big5`;
  return new ProjectError([problem(place, 'encoding', `the file is not valid ${label}`, fix)]);
}

/** Node reads windows-1252 as Latin-1: these are the characters of its bytes 80 to 9F. Five of them are no characters. */
const c1 = /[\u0080-\u009F]/g;
const windows1252 =
  '\u20AC\uFFFD\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFD\u017D\uFFFD\uFFFD\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFD\u017E\u0178';
