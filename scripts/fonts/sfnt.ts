import { type FileHandle, open } from 'node:fs/promises';
import type { FontStyle } from './faces.ts';

/** What a font file says of itself (OpenType 1.9: `name`, `OS/2`, `fvar`). */
export interface FontFacts {
  family: string;
  weight: number;
  style: FontStyle;
  /** Of a variable font: its axes by tag. */
  axes: ReadonlyMap<string, Axis>;
  /** True where its licence forbids to embed it, or a part of it. */
  isRestricted: boolean;
}

interface Axis {
  least: number;
  normal: number;
  most: number;
}

/** Why a file is no font that can be embedded; its text says what to do. */
export class FontError extends Error {
  readonly fix: string;

  constructor(reason: string, fix: string) {
    super(reason);
    this.fix = fix;
  }
}

/** Reads the facts of a TTF or OTF file, and no more of it than they take. Throws a {@link FontError} where it is none. */
export async function readFontFacts(file: string): Promise<FontFacts> {
  const handle = await open(file);
  try {
    const tables = await readTables(handle);
    const [name, os2, axes] = await Promise.all(['name', 'OS/2', 'fvar'].map((tag) => tables(tag)));
    const family = name && nameIn(name, [16, 1]);
    if (!name || !family || !os2) throw new FontError('the font does not say its family or its weight', 'give a font that is complete');
    // Embedding is forbidden by bit 1 of fsType where no lesser bit allows it, subsetting by bit 8.
    const rights = os2.readUInt16BE(8);
    return {
      family,
      weight: Math.min(1000, Math.max(1, os2.readUInt16BE(4))),
      // Some makers set no bit, and say it in the name of the style alone.
      style: (os2.readUInt16BE(62) & 1) > 0 || /italic|oblique/i.test(nameIn(name, [17, 2]) ?? '') ? 'italic' : 'normal',
      axes: axes ? axesIn(axes) : new Map(),
      isRestricted: (rights & 0xf) === 2 || (rights & 0x100) > 0,
    };
  } catch (error) {
    if (error instanceof RangeError) throw new FontError('the font is damaged', 'give a whole one');
    throw error;
  } finally {
    await handle.close();
  }
}

/** Reads where the tables of a font stand; gives what reads one of them. */
async function readTables(handle: FileHandle): Promise<(tag: string) => Promise<Buffer | undefined>> {
  const head = await readAt(handle, 0, 12);
  const kind = head.toString('latin1', 0, 4);
  if (kind === 'ttcf') throw new FontError('it is a collection of fonts', 'give one of them as a file of its own');
  if (kind === 'wOFF' || kind === 'wOF2') throw new FontError('it is packed for the web (WOFF)', 'give the TTF or OTF file of the font');
  if (kind !== 'OTTO' && kind !== 'true' && kind !== '\0\u0001\0\0') throw new FontError('it is no font', 'give a TTF or OTF file');
  const count = head.readUInt16BE(4);
  const list = await readAt(handle, 12, 16 * count);
  return async (tag) => {
    for (let at = 0; at < list.length; at += 16)
      if (list.toString('latin1', at, at + 4) === tag) return readAt(handle, list.readUInt32BE(at + 8), list.readUInt32BE(at + 12));
    return undefined;
  };
}

/** More bytes than any of the tables that are read. */
const mostBytes = 2 ** 20;

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  if (length > mostBytes) throw new RangeError();
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

/** The name of the first of some kinds: of the family in all its weights (16) or in four styles (1), of the style (17, 2); in English, where there is a choice. */
function nameIn(name: Buffer, kinds: readonly number[]): string | undefined {
  const [count, start] = [name.readUInt16BE(2), name.readUInt16BE(4)];
  const found = Array.from({ length: count }, (_, index) => {
    const at = 6 + 12 * index;
    const [platform, language, kind] = [name.readUInt16BE(at), name.readUInt16BE(at + 4), name.readUInt16BE(at + 6)];
    const bytes = Buffer.from(name.subarray(start + name.readUInt16BE(at + 10)).subarray(0, name.readUInt16BE(at + 8)));
    const isWide = platform !== 1 && bytes.length % 2 === 0;
    const text = isWide ? bytes.swap16().toString('utf16le') : bytes.toString('latin1');
    return { kind, text, rank: 2 * kinds.indexOf(kind) + (platform === 3 && language === 0x409 ? 0 : 1) };
  });
  return found.filter(({ kind, text }) => kinds.includes(kind) && text !== '').sort((a, b) => a.rank - b.rank)[0]?.text;
}

function axesIn(fvar: Buffer): Map<string, Axis> {
  const [start, count, size] = [fvar.readUInt16BE(4), fvar.readUInt16BE(8), fvar.readUInt16BE(10)];
  const fixed = (at: number) => fvar.readInt32BE(at) / 2 ** 16;
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const at = start + size * index;
      return [fvar.toString('latin1', at, at + 4), { least: fixed(at + 4), normal: fixed(at + 8), most: fixed(at + 12) }] as const;
    }),
  );
}
