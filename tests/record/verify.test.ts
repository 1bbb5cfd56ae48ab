import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFString, rgb, StandardFonts } from '@cantoo/pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { verifyDeck } from '../../scripts/compare.ts';
import { readCarried } from '../../scripts/record/carry.ts';
import type { Mismatch } from '../../scripts/record/reading.ts';
import { type DeckRecord, packRecord, parseRecord, readRecordScript, recordScript } from '../../scripts/record/schema.ts';
import { sealHtml } from '../../scripts/record/seal.ts';
import { home, htmlOnly, layProject, makeFolder, silent } from '../project.ts';

const fixtures = join(home, 'tests/record/fixtures');

let root: string;
let folder: string;
let html: string;
let pdf: Uint8Array;
let other: Uint8Array;
let record: DeckRecord;

const slides = {
  'slides/en/03-list.md':
    '# Some reasons\n\n1. It raised {{ rounds.seed.raised_usd_bn | money }}\n2. It raised {{ rounds.late.raised_usd_bn | money }}\n\nSee the [ledger](https://example.com/ledger?a=1)\n\n<!-- Say {{ rounds.late.raised_usd_bn | money }} here. -->\n',
  'slides/theme.css':
    '/* @theme plain */\n:root { --ink: #1c1a17; --accent: #c4341a; }\nsection { width: 1280px; height: 720px; font: 400 28px/1.4 "Noto Sans TC"; }\nheader { position: absolute; top: 8px; text-transform: uppercase; }\nh1::before { content: "Note: "; }\nsection::after { content: attr(data-marpit-pagination) " / " attr(data-marpit-pagination-total); position: absolute; right: 8px; bottom: 8px; }\n',
};

beforeAll(async () => {
  root = await layProject(undefined, slides);
  await build({ ...htmlOnly(root), formats: ['html', 'pdf'] }, silent);
  folder = await makeFolder();
  html = await readFile(join(root, 'dist/base.en.html'), 'utf8');
  pdf = await readFile(join(root, 'dist/base.en.pdf'));
  other = await readFile(join(root, 'dist/base.zh-Hant.pdf'));
  record = (await readCarried(join(root, 'dist/base.en.html'))).record;
});

let count = 0;

/** What verify tells of a file. */
async function tellOf(bytes: string | Uint8Array, project = root): Promise<Mismatch[]> {
  const path = join(folder, `deck-${count++}${typeof bytes === 'string' ? '.html' : '.pdf'}`);
  await writeFile(path, bytes);
  return verifyDeck(path, htmlOnly(project));
}

const found = (slide: number | undefined, what: string, shown: string | RegExp) =>
  expect.objectContaining({
    slides: slide === undefined ? [] : [slide],
    what,
    shown: typeof shown === 'string' ? shown : expect.stringMatching(shown),
  });

/** The HTML with a text replaced, and sealed anew as somebody would who knows how. */
function changed(from: string, to: string, page = html): string {
  expect(page).toContain(from);
  return resealed(page.replace(from, () => to));
}

const resealed = (page: string) => sealHtml(page.replace(/(<meta name="tieout:page" content=")\w+/, '$10000000000000000'));

/** The HTML with another record in it, whose build id belongs to it. */
function withRecord(change: (copy: DeckRecord) => void, page = html): string {
  const copy = structuredClone(record);
  change(copy);
  const packed = packRecord(copy);
  const old = packRecord(record);
  return resealed(
    page.replace(recordScript(old.text), () => recordScript(packed.text)).replaceAll(`content="${old.build}"`, `content="${packed.build}"`),
  );
}

async function altered(change: (document: PDFDocument) => unknown): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  await change(document);
  return document.save();
}

describe('a deck as it was built ties out', () => {
  test('in both forms and languages', async () => {
    expect(await tellOf(html)).toEqual([]);
    expect(await tellOf(pdf)).toEqual([]);
    expect(await tellOf(other)).toEqual([]);
    expect(await tellOf(await readFile(join(root, 'dist/base.zh-Hant.html'), 'utf8'))).toEqual([]);
  });

  test.each([true, false])('saved again, object streams: %s', async (useObjectStreams) => {
    const document = await PDFDocument.load(pdf, { updateMetadata: false });
    expect(await tellOf(await document.save({ useObjectStreams }))).toEqual([]);
  });

  test('with the line ends of another system', async () => {
    expect(await tellOf(html.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  test.each(['base.en.html', 'base.en.pdf'])('by the release before: %s', async (name) => {
    expect(await verifyDeck(join(fixtures, name), htmlOnly(await layProject()))).toEqual([]);
  });
});

test('what a theme hides in print is no loss, but anything else that is gone is one', async () => {
  const theme = `${slides['slides/theme.css']}section.chart h1 { display: none; }\nheader { visibility: hidden; }\n`;
  const project = await layProject(undefined, { ...slides, 'slides/theme.css': theme });
  await build({ ...htmlOnly(project), decks: ['base.en'], formats: ['html', 'pdf'] }, silent);
  expect(await verifyDeck(join(project, 'dist/base.en.html'), htmlOnly(project))).toEqual([]);
  const path = join(project, 'dist/base.en.pdf');
  expect(await verifyDeck(path, htmlOnly(project))).toEqual([]);
  const document = await PDFDocument.load(await readFile(path), { updateMetadata: false });
  document.setKeywords((document.getKeywords() ?? '').split(' ').filter((each) => !each.startsWith('hidden:')));
  const told = await tellOf(await document.save(), project);
  expect(told).toContainEqual(
    expect.objectContaining({ slides: [2], what: 'text', reason: expect.stringContaining('Every round was higher') }),
  );
});

describe('an HTML deck that was altered does not', () => {
  test('a figure, with or without its value', async () => {
    const figure = /(<data class="tie" value=")([^"]*)(" data-tie="\d+">)9\.95x/;
    expect(await tellOf(resealed(html.replace(figure, '$1$2$399.5x')))).toEqual(
      expect.arrayContaining([found(1, 'growth[#1].multiple', '99.5x')]),
    );
    expect(await tellOf(resealed(html.replace(figure, '$199.5$39.95x')))).toEqual([found(1, 'growth[#1].multiple', '99.5')]);
  });

  test('two figures swapped', async () => {
    const swapped = html
      .replace('>US$18.4 billion<', '>@<')
      .replace('>US$183 billion<', '>US$18.4 billion<')
      .replace('>@<', '>US$183 billion<');
    const told = await tellOf(resealed(swapped));
    expect(told).toEqual(expect.arrayContaining([found(1, 'rounds[seed].post_money_usd_bn', 'US$183 billion')]));
    expect(told).toEqual(expect.arrayContaining([found(1, 'rounds[late].post_money_usd_bn', 'US$18.4 billion')]));
  });

  test('a figure of a chart, and one of a table', async () => {
    expect(await tellOf(changed('>US$61.5bn<', '>US$615bn<'))).toEqual(
      expect.arrayContaining([found(2, 'rounds[growth].post_money_usd_bn', 'US$615bn')]),
    );
    expect(await tellOf(changed('>US$61.5 billion<', '>US$615 billion<'))).toEqual(
      expect.arrayContaining([found(3, 'rounds[growth].post_money_usd_bn', 'US$615 billion')]),
    );
  });

  test('a word, a numeral beside a figure, a tick', async () => {
    expect(await tellOf(changed('The last round', 'No round'))).toEqual([found(1, 'text', /No round/)]);
    expect(await tellOf(changed('</data> and raised', '</data> (up 40%) and raised'))).toEqual([found(1, 'numeral', /40%/)]);
    expect(await tellOf(changed('>200bn<', '>900bn<'))).toEqual([found(2, 'numeral', /900bn/)]);
  });

  test('a sign before a figure', async () => {
    expect(await tellOf(changed('raised <data', 'raised -<data'))).toEqual([found(1, 'text', /-US\$750/)]);
  });

  test('a link, the description, a field, a page that opens by itself', async () => {
    expect(await tellOf(changed('https://example.com/ledger?a=1', 'https://example.org/'))).toEqual([
      found(4, 'link', 'https://example.org/'),
    ]);
    expect(await tellOf(changed('content="A small project"', 'content="Up 99x"'))).toContainEqual(found(undefined, 'subject', 'Up 99x'));
    expect(await tellOf(changed('</h1>', '</h1><input value="99">'))).toContainEqual(found(undefined, 'file', '<input>'));
    expect(await tellOf(changed('<head>', '<head><meta http-equiv="refresh" content="0;url=https://example.org/">'))).toContainEqual(
      found(undefined, 'file', 'a <meta> that opens another page'),
    );
  });

  test('notes, alternative texts and the title', async () => {
    expect(await tellOf(changed('Begin with', 'Begin with 77 and'))).toEqual([found(1, 'notes', /77/)]);
    expect(await tellOf(changed('aria-label="The valuation of each round"', 'aria-label="It reached 500"'))).toEqual([
      found(2, 'alternative text', 'It reached 500'),
    ]);
    expect(await tellOf(changed('<title>Rounds checked', '<title>Rounds at 99x'))).toEqual([found(undefined, 'title', 'Rounds at 99x')]);
  });

  test('a text over the slides, a frame, a handler, a style in the body', async () => {
    expect(await tellOf(changed('<body>', '<body><div style="position:fixed">US$999 billion</div>'))).toEqual([
      found(undefined, 'text', 'US$999 billion'),
    ]);
    expect(await tellOf(changed('<body>', '<body><iframe srcdoc="99"></iframe>'))).toEqual([found(undefined, 'file', '<iframe>')]);
    expect(await tellOf(changed('<body>', '<body onload="x()">'))).toEqual([found(undefined, 'file', '<body onload>')]);
    expect(await tellOf(changed('<header>', '<style>.tie{display:none}</style><header>'))).toEqual([found(undefined, 'file', /style/)]);
  });

  test.each([
    ['style', '<style>.tie{font-size:0}</style></head>', '</head>'],
    ['script', '<script>document.title="99x"</script></body>', '</body>'],
  ])('a %s more, as its seal or their number tells', async (_, more, place) => {
    expect(await tellOf(html.replace(place, () => more))).toEqual([found(undefined, 'file', /changed after/)]);
    const old = await readFile(join(fixtures, 'base.en.html'), 'utf8');
    expect(
      await tellOf(
        old.replace(place, () => more),
        await layProject(),
      ),
    ).toEqual([found(undefined, 'file', /more than its own/)]);
  });

  test('a slide removed, one doubled, two in another order', async () => {
    const [first, second] = html.match(/<svg data-marpit-svg=""[\s\S]*?<\/section>\s*<\/foreignObject><\/svg>/g) as [string, string];
    expect(await tellOf(resealed(html.replace(second, '')))).toEqual(
      expect.arrayContaining([found(2, 'slide', 'Every round was higher than the one before')]),
    );
    expect(await tellOf(resealed(html.replace(second, second + second)))).toEqual(
      expect.arrayContaining([found(3, 'page', /Every round/)]),
    );
    const told = await tellOf(resealed(html.replace(first + second, second + first)));
    expect(told).toContainEqual(expect.objectContaining({ what: 'order of slides', shown: '2, 1, 3, 4' }));
  });
});

describe('a PDF that was altered does not', () => {
  test('a stamp, drawn into the page or as an annotation', async () => {
    const drawn = await altered(async (document) => {
      const font = await document.embedFont(StandardFonts.Helvetica);
      document.getPage(1).drawText('US$999 billion', { x: 100, y: 100, size: 40, font, color: rgb(1, 0, 0) });
    });
    expect(await tellOf(drawn)).toEqual([found(2, 'numeral', 'US$999 billion')]);
    const noted = await altered((document) => {
      const note = document.context.obj({ Type: 'Annot', Subtype: 'FreeText', Rect: [10, 10, 300, 60], DA: '/Helv 20 Tf' });
      document.getPage(0).node.addAnnot(document.context.register(note));
    });
    expect(await tellOf(noted)).toEqual([found(undefined, 'file', 'an annotation (FreeText) on page 1')]);
  });

  test('a word without a numeral', async () => {
    const drawn = await altered(async (document) => {
      const font = await document.embedFont(StandardFonts.Helvetica);
      document.getPage(0).drawText('not audited', { x: 100, y: 100, size: 40, font });
    });
    expect(await tellOf(drawn)).toEqual([found(1, 'text', 'not audited')]);
  });

  test('a page of another deck, a page removed, pages in another order', async () => {
    const swapped = await altered(async (document) => {
      const [page] = await document.copyPages(await PDFDocument.load(other), [0]);
      document.removePage(0);
      document.insertPage(0, page);
    });
    const told = await tellOf(swapped);
    expect(told.length).toBeGreaterThan(0);
    expect(told.every((each) => each.slides.join() === '1')).toBe(true);
    expect(await tellOf(await altered((document) => document.removePage(1)))).toContainEqual(
      found(2, 'slide', 'Every round was higher than the one before'),
    );
    const moved = await altered((document) => {
      const kids = document.catalog.Pages().Kids();
      const [first, second] = [kids.get(0), kids.get(1)];
      kids.set(0, second);
      kids.set(1, first);
    });
    expect(await tellOf(moved)).toContainEqual(expect.objectContaining({ what: 'order of slides', shown: '2, 1, 3, 4' }));
  });

  test('a link that leads elsewhere, and one put over a page', async () => {
    const link = (document: PDFDocument, page: number, address: string) => {
      const action = { Type: 'Action', S: 'URI', URI: PDFString.of(address) };
      const annotation = document.context.obj({ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 900, 500], A: action });
      document.getPage(page).node.addAnnot(document.context.register(annotation));
    };
    expect(await tellOf(await altered((document) => link(document, 1, 'https://example.org/99')))).toEqual([
      found(2, 'link', 'https://example.org/99'),
    ]);
    expect(record.slides[3]?.links).toEqual(['https://example.com/ledger?a=1']);
    expect(await tellOf(await altered((document) => link(document, 3, 'https://example.com/ledger?a=1')))).toEqual([]);
  });

  test('a script, an attached file, a second record', async () => {
    expect(await tellOf(await altered((document) => document.addJavaScript('a', 'app.alert("99")')))).toEqual([
      found(undefined, 'file', 'a script'),
    ]);
    const attach = (name: string) => altered((document) => document.attach(new Uint8Array([57, 57]), name));
    expect(await tellOf(await attach('more.txt'))).toEqual([found(undefined, 'file', 'the attached file "more.txt"')]);
    await expect(tellOf(await attach('tieout.json'))).rejects.toThrow('more than one tie-out record');
  });

  test('its tags', async () => {
    const told = await tellOf(await altered((document) => document.catalog.delete(PDFName.of('StructTreeRoot'))));
    expect(told.map((each) => [each.slides, each.what])).toEqual(record.slides.map((each) => [[each.number], 'page']));
  });

  test('the title, the subject, the author, the outline', async () => {
    expect(await tellOf(await altered((document) => document.setSubject('Up 99x')))).toEqual([found(undefined, 'subject', 'Up 99x')]);
    expect(await tellOf(await altered((document) => document.setAuthor('The auditor')))).toEqual([
      found(undefined, 'author', 'The auditor'),
    ]);
    expect(await tellOf(await altered((document) => document.setTitle('Up 99x')))).toEqual([found(undefined, 'title', 'Up 99x')]);
    const outline = await altered((document) => {
      const first = document.catalog.lookup(PDFName.of('Outlines'), PDFDict).lookup(PDFName.of('First'), PDFDict);
      first.set(PDFName.of('Title'), PDFHexString.fromText('It fell 50%'));
    });
    expect(await tellOf(outline)).toEqual([found(undefined, 'outline', 'It fell 50%')]);
  });
});

describe('a record that was altered with all that shows it does not', () => {
  test('a figure that reads otherwise than its value', async () => {
    const forged = withRecord((copy) => {
      for (const each of copy.figures) if (each.text === '9.95x') each.text = '99.5x';
      for (const each of copy.slides) each.text = each.text.replace('9.95x', '99.5x');
      for (const each of copy.slides) each.notes = each.notes?.replace('9.95x', '99.5x');
    }).replaceAll('>9.95x<', '>99.5x<');
    expect(parseRecord(readRecordScript(/tieout-record">(.*?)<\/script>/s.exec(forged)?.[1] ?? '')).record.slides[0]?.text).toContain(
      '99.5x',
    );
    expect(await tellOf(forged)).toEqual(expect.arrayContaining([found(1, 'growth[#1].multiple', '99.5x')]));
  });

  test('a figure with another value', async () => {
    const forged = withRecord((copy) => {
      for (const each of copy.figures) if (each.field === 'multiple') Object.assign(each, { value: 99.5, text: '99.5x' });
    });
    const told = await tellOf(forged);
    expect(told.map((each) => each.reason)).toEqual(expect.arrayContaining([expect.stringContaining("today's data say 9.9")]));
  });

  test('a text with a numeral more, a figure said to be of a deck as sent, of the deck itself', async () => {
    const more = withRecord(
      (copy) => {
        const slide = copy.slides[0] as DeckRecord['slides'][number];
        slide.text = slide.text.replace('The last round', 'Up 40%, the last round');
      },
      html.replace('The last round', 'Up 40%, the last round'),
    );
    expect(await tellOf(more)).toEqual([found(1, 'numeral', /40/)]);
    const sent = withRecord((copy) => Object.assign(copy.figures[1] as object, { table: 'deck as sent' }));
    expect((await tellOf(sent)).map((each) => each.reason)).toContain('only the slide of changes shows figures of a deck as sent');
  });

  test('a source line with a numeral of no source', async () => {
    const forge = (text: string) => text.replace('Source: The ledger', 'Source: The ledger of US$999 billion');
    const forged = withRecord((copy) => {
      const slide = copy.slides[0] as DeckRecord['slides'][number];
      Object.assign(slide, { text: forge(slide.text), sources: forge(slide.sources ?? '') });
    }, forge(html));
    expect(await tellOf(forged)).toContainEqual(found(1, 'source line', /999/));
  });

  test('another build in the metadata', async () => {
    const told = await tellOf(await altered((document) => document.setKeywords(['build:0123456789abcdef'])));
    expect(told).toEqual([found(undefined, 'build', '0123456789abcdef')]);
  });
});
