import { deflateSync } from 'node:zlib';

const headerBytes = 44;
const entryBytes = 20;

/** Packs a TrueType font as WOFF 1.0 (W3C): its tables, each deflated where that makes it smaller. */
export function packWoff(font: Buffer): Buffer {
  const count = font.readUInt16BE(4);
  const header = Buffer.alloc(headerBytes + count * entryBytes);
  const packed: Buffer[] = [];
  let offset = header.length;
  let sfntBytes = 12 + 16 * count;
  for (let index = 0; index < count; index++) {
    const entry = font.subarray(12 + 16 * index, 28 + 16 * index);
    const [checksum, start, length] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)];
    const table = font.subarray(start, start + length);
    const deflated = deflateSync(table, { level: 9 });
    const bytes = deflated.length < length ? deflated : table;
    entry.copy(header, headerBytes + index * entryBytes, 0, 4);
    [offset, bytes.length, length, checksum].forEach((value, at) => {
      header.writeUInt32BE(value, headerBytes + index * entryBytes + 4 + 4 * at);
    });
    packed.push(bytes, Buffer.alloc(padding(bytes.length)));
    offset += bytes.length + padding(bytes.length);
    sfntBytes += length + padding(length);
  }
  header.write('wOFF', 0, 'latin1');
  font.copy(header, 4, 0, 4);
  header.writeUInt32BE(offset, 8);
  header.writeUInt16BE(count, 12);
  header.writeUInt32BE(sfntBytes, 16);
  header.writeUInt16BE(1, 20);
  return Buffer.concat([header, ...packed]);
}

/** Tables begin at multiples of four. */
const padding = (length: number) => (4 - (length % 4)) % 4;
