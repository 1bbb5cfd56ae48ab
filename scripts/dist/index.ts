import type { Chart } from '../charts/index.ts';
import type { Face } from '../fonts/faces.ts';
import { asBytes, type Graph } from '../graph.ts';
import type { BuildOptions, Report } from '../options.ts';
import type { DeckRecord } from '../record/schema.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { browserId, NoBrowserError } from './browser.ts';
import type { Paper } from './handout.ts';
import type { Printed } from './pdf.ts';
import type { Printer } from './printer.ts';
import { type Artefact, kindOf } from './write.ts';

export type { Browser } from 'puppeteer-core';
export { closeBrowser, NoBrowserError, openBrowser } from './browser.ts';
export { checkOutput } from './output.ts';
export { openPrinter, type Printer } from './printer.ts';
export { type Artefact, recoverOutput, writeArtefacts } from './write.ts';

/** A deck that is recorded, and is rendered when its pages must be made; `key` is the hash of all that the record is made from. */
interface DeckToMake {
  deck: { name: string };
  record: DeckRecord;
  key: string;
  rendered(): Promise<RenderedDeck>;
}

/** The files of a deck, and why there is no PDF, where there is no browser. */
interface DeckFiles {
  artefacts: Artefact[];
  missing: NoBrowserError | undefined;
}

/** Makes the files of one deck. `report` is told of each as it is done. */
export async function makeDeck(
  graph: Graph,
  { deck, record, key, rendered }: DeckToMake,
  { formats, dated }: Pick<BuildOptions, 'formats' | 'dated'>,
  printer: Printer,
  report: Report,
): Promise<DeckFiles> {
  const begun = performance.now();
  const name = dated ? datedName(record) : deck.name;
  const tell = (ending: string, made: boolean, facts: Omit<Artefact, 'path'>): Artefact => {
    const path = `${name}.${ending}`;
    report.artefact(kindOf(path), path, performance.now() - begun, made ? undefined : 'kept');
    return { path, ...facts };
  };
  const printed = { 'the deck': key, browser: browserId() };
  const keep = async (kind: string, ending: string, make: () => Promise<Uint8Array>, facts: Partial<Artefact> = {}): Promise<Artefact> => {
    const inputs = ending === 'pdf' ? printed : { 'the deck': key };
    const { value: bytes, made } = await graph.keep(kind, deck.name, inputs, make, asBytes);
    return tell(ending, made, { bytes, ...facts });
  };
  const keepHandout = async (): Promise<Artefact> => {
    const { value, made } = await graph.keep('handout', deck.name, printed, async () => {
      const { pdf, pages } = await make.handout();
      return { pdf: Buffer.from(pdf).toString('base64'), pages };
    });
    return tell('handout.pdf', made, { bytes: Buffer.from(value.pdf, 'base64'), pages: value.pages });
  };
  const sheet = keep(
    'sheet',
    'tieout.csv',
    async () => Buffer.from((await import('../record/sheet.ts')).writeSheet(record)),
    record.untied && { untied: record.untied.length },
  );
  const make = makersOf(
    { record, rendered },
    printer,
    formats.some((each) => each !== 'html'),
    report.note,
  );
  const pdf = formats.includes('pdf') ? keep('pdf', 'pdf', make.pdf, { pages: record.slides.length }) : undefined;
  const html = formats.includes('html') ? keep('html', 'html', make.html) : undefined;
  const handout = formats.includes('handout') ? keepHandout() : undefined;
  const pictures = pictureKinds
    .filter(({ format }) => formats.includes(format))
    .map(async (kind) => {
      const taken = await keepPictures(graph, deck.name, key, name, kind, () => make.pictures(kind.sharpness));
      report.artefact(kind.format, `${name}/*${kind.ending}`, performance.now() - begun);
      return taken;
    });
  // All are waited for, so that the same problem comes first each time.
  const all = await Promise.allSettled([pdf, handout, ...pictures, sheet, html]);
  const failed = all.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const missing = failed.find((each) => each instanceof NoBrowserError);
  const done = missing ? all.filter((each) => each.status === 'fulfilled' || !(each.reason instanceof NoBrowserError)) : all;
  for (const each of done) if (each.status === 'rejected') throw each.reason;
  return { artefacts: done.flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value].flat() : [])), missing };
}

/** How the files of a deck are made. */
function makersOf(
  { record, rendered }: Pick<DeckToMake, 'record' | 'rendered'>,
  printer: Printer,
  isPrinted: boolean,
  note: Report['note'],
) {
  // What is wrong with a page is told by its print, from which all else is made.
  let checked: Promise<Printed> | undefined;
  const printDeck = async () => {
    const deck = await rendered();
    const printed = await printer.print(deck).printed;
    (await import('./deck.ts')).checkPrint(deck, record, printed, note);
    return printed;
  };
  const printed = () => {
    checked ??= printDeck();
    return checked;
  };
  const html = async () => {
    const deck = await rendered();
    // The browser has its page first: while it prints, there is time for the HTML.
    if (isPrinted) await printer.print(deck).sent;
    return (await import('./deck.ts')).makeHtml(deck, record);
  };
  const pdf = async () => {
    const done = await printed();
    return (await import('./deck.ts')).makePdf(await rendered(), record, done);
  };
  const handout = async () => {
    const done = await printed();
    const [{ makeHandout }, { printHandout }] = await Promise.all([import('./deck.ts'), import('./handout.ts')]);
    const onPaper = (page: string, paper: Paper) => printer.visit((opened) => printHandout(opened, page, paper));
    return makeHandout(await rendered(), record, done, onPaper);
  };
  const pictures = async (sharpness: number) => {
    await printed();
    const [{ pageOf }, { takePictures }] = await Promise.all([import('./deck.ts'), import('./pictures.ts')]);
    const page = await pageOf(await rendered());
    return printer.visit((opened) => takePictures(opened, page, sharpness));
  };
  return { html, pdf, handout, pictures };
}

/** Pictures are taken at twice the size of a slide, sharp in a mail and on a good screen, or at its own: how such files end. */
const pictureKinds = [
  { format: 'png', ending: '.png', sharpness: 2 },
  { format: 'png@1x', ending: '@1x.png', sharpness: 1 },
] as const;

/** The slides of a deck as pictures, in a folder of its name: `investor.en/01.png`. */
async function keepPictures(
  graph: Graph,
  deck: string,
  key: string,
  folder: string,
  { format, ending }: (typeof pictureKinds)[number],
  make: () => Promise<Uint8Array[]>,
): Promise<Artefact[]> {
  const packed = async () => (await make()).map((each) => Buffer.from(each).toString('base64'));
  const { value } = await graph.keep(format, deck, { 'the deck': key, browser: browserId() }, packed);
  const digits = Math.max(2, String(value.length).length);
  return value.map((each, index) => ({
    path: `${folder}/${String(index + 1).padStart(digits, '0')}${ending}`,
    bytes: Buffer.from(each, 'base64'),
  }));
}

/** Draws all slides of a deck on one picture, with what the gate finds on each. */
export async function makeContactSheet(name: string, deck: RenderedDeck, printer: Printer): Promise<Artefact> {
  const [{ pageOf }, { drawContactSheet }] = await Promise.all([import('./deck.ts'), import('./pictures.ts')]);
  const page = await pageOf(deck);
  const { findings, overflows } = await printer.print(deck).printed;
  const marked = findings.map((own, index) => [
    ...own.map(({ rule, box }) => ({ rule, box })),
    ...overflows.filter(({ slide }) => slide === index + 1).map(() => ({ rule: 'overflow' as const, box: undefined })),
  ]);
  return { path: `pictures/${name}.png`, bytes: await printer.visit((opened) => drawContactSheet(opened, page, marked)) };
}

/** A name for sending: the title, the language and the as-of date, without what file systems refuse. */
function datedName({ deck }: DeckRecord): string {
  const title = deck.title
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [shortened(title), deck.language, deck.asOf].join(' ');
}

/** A text of at most 180 bytes: file systems allow a name 255, and a Chinese character takes three. */
function shortened(text: string): string {
  let short = text;
  while (Buffer.byteLength(short) > 180) short = [...short].slice(0, -1).join('');
  return short.trim();
}

/** A chart as a file of its own. */
export async function makeChartFile(graph: Graph, chart: Chart, faces: readonly Face[]): Promise<Artefact> {
  const name = `${chart.name}.${chart.language}`;
  const make = async () => (await import('./chart-file.ts')).drawChartFile(chart, faces);
  const { value: bytes } = await graph.keep('svg', name, { 'the chart': chart.key }, make, asBytes);
  return { path: `charts/${name}.svg`, bytes };
}
