import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { readCarried } from '../../scripts/record/carry.ts';
import {
  type DeckRecord,
  hashOf,
  packRecord,
  parseRecord,
  RecordError,
  recordName,
  recordScript,
  withoutSamples,
} from '../../scripts/record/schema.ts';
import { htmlOnly, layProject, makeFolder, silent } from '../project.ts';

let folder: string;
let pdf: Uint8Array;
let html: string;
let record: DeckRecord;
let id: string;
let printedId: string;

beforeAll(async () => {
  const root = await layProject();
  await build({ ...htmlOnly(root), decks: ['base.en'], formats: ['html', 'pdf'] }, silent);
  folder = await makeFolder();
  [pdf, html] = [await readFile(join(root, 'dist/base.en.pdf')), await readFile(join(root, 'dist/base.en.html'), 'utf8')];
  ({ record, build: id } = await read('deck.html', html));
  ({ build: printedId } = await read('deck.pdf', pdf));
});

/** Writes a file and reads the record that it carries. */
async function read(name: string, bytes: Uint8Array | string) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return readCarried(path);
}

/** What reading a file complains of: one line for people. */
async function complaint(name: string, bytes: Uint8Array | string): Promise<string> {
  const error = await read(name, bytes).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RecordError);
  const { message } = error as RecordError;
  expect(message).not.toContain('\n');
  expect(message.startsWith(`${join(folder, name)}: `)).toBe(true);
  return message.slice(join(folder, name).length + 2);
}

/** The PDF with another stream as its record. */
async function withAttachment(contents: Uint8Array, filter?: string): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const names = document.catalog.lookup(PDFName.of('Names'), PDFDict).lookup(PDFName.of('EmbeddedFiles'), PDFDict);
  const file = names.lookup(PDFName.of('Names'), PDFArray).lookup(1, PDFDict).lookup(PDFName.of('EF'), PDFDict);
  const old = document.context.lookup(file.get(PDFName.of('F'))) as PDFRawStream;
  const dict = old.dict.clone(document.context);
  dict.delete(PDFName.of('Filter'));
  if (filter) dict.set(PDFName.of('Filter'), PDFName.of(filter));
  document.context.assign(file.get(PDFName.of('F')) as PDFRef, PDFRawStream.of(dict, contents));
  return document.save();
}

const forged = (change: (record: DeckRecord) => unknown) => {
  const copy = structuredClone(record);
  change(copy);
  return copy;
};

/** A record's text with the build id that belongs to it, whatever it says. */
const signed = (each: unknown) => JSON.stringify({ build: hashOf(JSON.stringify(each)), record: each });

describe('the record is read back', () => {
  test('from the PDF, the HTML and the record file alike', async () => {
    const carried = [await read('deck.html', html), await read('deck.json', packRecord(record).text)];
    for (const each of carried) expect([each.build, each.record]).toEqual([id, record]);
    // On paper no card shows the rows around a figure.
    const printed = await read('deck', pdf);
    expect([printed.build, printed.record]).toEqual([printedId, withoutSamples(record)]);
    expect(record.figures.length).toBeGreaterThan(5);
  });

  test('and its ids stand in the metadata', async () => {
    const document = await PDFDocument.load(pdf, { updateMetadata: false });
    expect(document.getKeywords()).toContain(`build:${printedId}`);
    expect(document.getKeywords()).toContain(`data:${record.data}`);
    expect(html).toContain(`<meta name="tieout:build" content="${id}">`);
    expect(html).toContain(`<meta name="tieout:data" content="${record.data}">`);
  });

  test('when its texts hold markup', async () => {
    const odd = forged((each) => {
      each.deck.title = '</script><!-- "quoted" & \u2028';
    });
    expect((await read('odd.html', `<html>${recordScript(packRecord(odd).text)}</html>`)).record).toEqual(odd);
    const plain = packRecord(odd).text.replaceAll('<', '\\u003c');
    const older = `<html><script type="application/json" id="tieout-record">${plain}</script></html>`;
    expect((await read('older.html', older)).record).toEqual(odd);
  });

  test('when a PDF holds it unpacked, or after another file', async () => {
    const plain = await withAttachment(Buffer.from(packRecord(record).text));
    expect((await read('plain.pdf', plain)).build).toBe(id);
    const document = await PDFDocument.load(pdf, { updateMetadata: false });
    await document.attach(Buffer.from('{}'), 'another.json', { mimeType: 'application/json' });
    expect((await read('two.pdf', await document.save())).build).toBe(printedId);
  });
});

describe('a foreign file is refused', () => {
  test.each([
    ['empty', ''],
    ['text', 'not a deck'],
    ['foreign.html', '<!doctype html><title>A page</title>'],
    ['foreign.json', '{"name": "package"}'],
    ['empty.pdf', '%PDF-'],
    ['nonsense.pdf', `%PDF-1.7\n${'x'.repeat(2000)}\n%%EOF`],
  ])('%s', async (name, text) => {
    expect(await complaint(name, text)).toMatch(/no tie-out record|damaged|truncated/);
  });

  test('a PDF without a record, and one with other files', async () => {
    const document = await PDFDocument.create();
    document.addPage();
    expect(await complaint('foreign.pdf', await document.save())).toContain('no tie-out record');
    await document.attach(Buffer.from('{}'), 'other.json', { mimeType: 'application/json' });
    expect(await complaint('other.pdf', await document.save())).toContain('no tie-out record');
    await document.attach(Buffer.from('{}'), recordName, { mimeType: 'application/json' });
    expect(await complaint('empty-record.pdf', await document.save())).toContain('damaged');
  });

  test('an encrypted PDF', async () => {
    const document = await PDFDocument.load(pdf, { updateMetadata: false });
    document.encrypt({ userPassword: 'secret', ownerPassword: 'secret' });
    expect(await complaint('encrypted.pdf', await document.save())).toContain('encrypted');
  });

  test('a folder, and a file that is not there', async () => {
    await mkdir(join(folder, 'a-folder.pdf'), { recursive: true });
    for (const name of ['a-folder.pdf', 'nowhere.pdf']) {
      await expect(readCarried(join(folder, name))).rejects.toThrow(new RecordError(`${join(folder, name)}: there is no such file`));
    }
  });
});

describe('a damaged file is refused, never half believed', () => {
  test('a PDF cut anywhere', async () => {
    for (let part = 1; part < 24; part++) await complaint('cut.pdf', pdf.subarray(0, Math.floor((pdf.length * part) / 24)));
    for (const less of [7, 40, 400]) await complaint('cut.pdf', pdf.subarray(0, pdf.length - less));
  });

  test('an HTML cut before the end of its record', async () => {
    const end = html.indexOf('</script>', html.indexOf('id="tieout-record"'));
    for (const at of [1, html.indexOf('tieout-record') + 20, end - 1000, end - 1]) await complaint('cut.html', html.slice(0, at));
  });

  test('a record file cut anywhere', async () => {
    const text = packRecord(record).text;
    for (let part = 1; part < 12; part++) await complaint('cut.json', text.slice(0, Math.floor((text.length * part) / 12)));
  });

  test('bytes flipped at random change nothing of the record unnoticed', async () => {
    let seed = 20251015;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % below;
    };
    let refused = 0;
    const files: [string, Uint8Array][] = [
      ['flipped.pdf', pdf],
      ['flipped.json', Buffer.from(packRecord(record).text)],
    ];
    for (const [name, whole] of files) {
      for (let round = 0; round < 40; round++) {
        const bytes = Uint8Array.from(whole);
        for (let flips = 0; flips < 1 + (round % 8); flips++) {
          const at = random(bytes.length);
          bytes[at] = (bytes[at] as number) ^ (1 << random(8));
        }
        const result = await read(name, bytes).catch((error: unknown) => error);
        if (result instanceof RecordError) refused++;
        else expect((result as { record: DeckRecord }).record).toEqual(name.endsWith('.pdf') ? withoutSamples(record) : record);
      }
    }
    expect(refused).toBeGreaterThan(30);
  });

  test('a packed record with a broken end', async () => {
    const packed = deflateSync(packRecord(record).text);
    expect(await complaint('broken.pdf', await withAttachment(packed.subarray(0, packed.length / 2), 'FlateDecode'))).toContain('unpacked');
  });
});

describe('a forged record is refused', () => {
  test.each<[string, (record: DeckRecord) => unknown]>([
    ['value', (each) => Object.assign(each.figures[0] as object, { value: 1 })],
    ['title', (each) => Object.assign(each.deck, { title: 'Another' })],
    ['slide', (each) => each.slides.pop()],
  ])('one with another %s and the old build id', async (_, change) => {
    const text = JSON.stringify({ build: id, record: forged(change) });
    expect(await complaint('forged.json', text)).toContain('altered');
    expect(await complaint('forged.html', `<html>${recordScript(text)}</html>`)).toContain('altered');
    expect(await complaint('forged.pdf', await withAttachment(deflateSync(text), 'FlateDecode'))).toContain('altered');
  });

  test.each<[string, (record: DeckRecord) => unknown]>([
    ['of another version', (each) => Object.assign(each, { tieout: 2 })],
    ['with a key too many', (each) => Object.assign(each, { extra: 1 })],
    ['with a key too few', (each) => Object.assign(each, { slides: undefined })],
    ['with a wrong kind', (each) => Object.assign(each.figures[0] as object, { value: [1] })],
    ['whose name leads out of the project', (each) => Object.assign(each.deck, { name: '../../evil' })],
    ['of no day', (each) => Object.assign(each.deck, { date: 'yesterday' })],
    ['in no known language', (each) => Object.assign(each.deck, { language: 'no such' })],
    ['with a table that reads itself', (each) => Object.assign(each.tables[0] as object, { kind: 'model', reads: [each.tables[0]?.name] })],
  ])('one %s, even with the build id that belongs to it', async (_, change) => {
    expect(await complaint('forged.json', signed(forged(change)))).toContain('damaged');
  });

  test('but a true one with its own build id is accepted', () => {
    expect(parseRecord(signed(record)).record).toEqual(record);
  });

  test('one that would unpack to hundreds of megabytes', async () => {
    const bomb = deflateSync(Buffer.alloc(300 * 2 ** 20, 0x20), { level: 1 });
    expect(bomb.length).toBeLessThan(4 * 2 ** 20);
    expect(await complaint('bomb.pdf', await withAttachment(bomb, 'FlateDecode'))).toContain('too large');
  });

  test('one that is too large as it is', async () => {
    const text = `{"build":"${' '.repeat(17 * 2 ** 20)}"}`;
    expect(await complaint('large.json', text)).toContain('too large');
    expect(await complaint('large.html', `<html>${recordScript(text)}</html>`)).toContain('too large');
  });

  test('one nested without end', async () => {
    expect(await complaint('deep.json', `{"build":${'['.repeat(1e6)}`)).toContain('damaged');
  });
});
