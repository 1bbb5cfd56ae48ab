import type { Browser } from 'puppeteer-core';
import type { BuildOptions, Report } from '../build.ts';
import type { Chart } from '../charts/index.ts';
import type { Face } from '../fonts/faces.ts';
import { asBytes, type Graph, hashOf } from '../graph.ts';
import { ProjectError } from '../problems.ts';
import type { DeckRecord } from '../record/schema.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { browserId, browserProblem, NoBrowserError } from './browser.ts';
import type { Paper } from './handout.ts';
import type { Printed } from './pdf.ts';
import { type Artefact, kindOf } from './write.ts';

export type { Browser } from 'puppeteer-core';
export { closeBrowser, NoBrowserError, openBrowser } from './browser.ts';
export { checkOutput } from './output.ts';
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
  browser: () => Promise<Browser>,
  report: Report,
): Promise<DeckFiles> {
  const begun = performance.now();
  const name = dated ? datedName(record) : deck.name;
  const keep = async (kind: string, ending: string, make: () => Promise<Uint8Array>, facts: Partial<Artefact> = {}): Promise<Artefact> => {
    const inputs = { 'the deck': key, ...(ending.endsWith('pdf') && { browser: browserId() }) };
    const { value: bytes, made } = await graph.keep(kind, deck.name, inputs, make, asBytes);
    const path = `${name}.${ending}`;
    report.artefact(kindOf(path), path, performance.now() - begun, made ? undefined : 'kept');
    return { path, bytes, ...facts };
  };
  const sheet = keep(
    'sheet',
    'tieout.csv',
    async () => Buffer.from((await import('../record/sheet.ts')).writeSheet(record)),
    record.untied && { untied: record.untied.length },
  );
  // The browser has its page first: while it prints, there is time for the HTML.
  let handOver = () => {};
  const handedOver = new Promise<void>((resolve) => {
    handOver = resolve;
  });
  const make = makersOf(graph, { deck, record, key, rendered }, browser, handOver);
  const makeHtml = async () => {
    await handedOver;
    return (await import('./deck.ts')).makeHtml(await rendered(), record);
  };
  const pdf = formats.includes('pdf') ? keep('pdf', 'pdf', make.pdf, { pages: record.slides.length }).finally(handOver) : undefined;
  if (!pdf) handOver();
  const html = formats.includes('html') ? keep('html', 'html', makeHtml) : undefined;
  const handout = formats.includes('handout') ? keep('handout', 'handout.pdf', make.handout) : undefined;
  const pictures = formats.includes('png') ? keepPictures(graph, deck.name, key, name, make.pictures) : undefined;
  pictures?.then(
    () => report.artefact('png', `${name}/*.png`, performance.now() - begun),
    () => {},
  );
  // All are waited for, so that the same problem comes first each time.
  const all = await Promise.allSettled([pdf, handout, pictures, sheet, html]);
  const failed = all.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const missing = failed.find((each) => each instanceof NoBrowserError);
  const done = missing ? all.filter((each) => each.status === 'fulfilled' || !(each.reason instanceof NoBrowserError)) : all;
  for (const each of done) if (each.status === 'rejected') throw each.reason;
  return { artefacts: done.flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value].flat() : [])), missing };
}

/** How that of a deck is made for which the browser is needed. `onSent` is told when it has the page of the slides. */
function makersOf(graph: Graph, { deck, record, rendered }: DeckToMake, browser: () => Promise<Browser>, onSent: () => void) {
  // What is wrong with a page is told by its print, from which all else is made.
  let printing: Promise<Printed> | undefined;
  const printDeck = async () =>
    (await import('./deck.ts')).printDeck(await rendered(), record, (page) => print(graph, deck.name, page, browser, onSent));
  const printed = () => {
    printing ??= printDeck();
    return printing;
  };
  const pdf = async () => {
    const done = await printed();
    return (await import('./deck.ts')).makePdf(await rendered(), record, done);
  };
  const handout = async () => {
    const done = await printed();
    const [{ makeHandout }, { printHandout }] = await Promise.all([import('./deck.ts'), import('./handout.ts')]);
    const onPaper = (page: string, paper: Paper) => atBrowser(browser, (opened) => printHandout(opened, page, paper));
    return makeHandout(await rendered(), record, done, onPaper);
  };
  const pictures = async () => {
    await printed();
    const [{ pageOf }, { takePictures }] = await Promise.all([import('./deck.ts'), import('./pictures.ts')]);
    const page = await pageOf(await rendered());
    return atBrowser(browser, (opened) => takePictures(opened, page));
  };
  return { pdf, handout, pictures };
}

/** The slides of a deck as pictures, in a folder of its name: `investor.en/01.png`. */
async function keepPictures(
  graph: Graph,
  deck: string,
  key: string,
  folder: string,
  make: () => Promise<Uint8Array[]>,
): Promise<Artefact[]> {
  const packed = async () => (await make()).map((each) => Buffer.from(each).toString('base64'));
  const { value } = await graph.keep('png', deck, { 'the deck': key, browser: browserId() }, packed);
  const digits = Math.max(2, String(value.length).length);
  return value.map((each, index) => ({
    path: `${folder}/${String(index + 1).padStart(digits, '0')}.png`,
    bytes: Buffer.from(each, 'base64'),
  }));
}

/** Draws all slides of a deck on one picture, with what the gate finds on each. */
export async function makeContactSheet(
  graph: Graph,
  { deck, rendered }: Pick<DeckToMake, 'deck' | 'rendered'>,
  browser: () => Promise<Browser>,
): Promise<Artefact> {
  const [{ pageOf }, { drawContactSheet }] = await Promise.all([import('./deck.ts'), import('./pictures.ts')]);
  const page = await pageOf(await rendered());
  const { findings, overflows } = await print(graph, deck.name, page, browser, () => {});
  const marked = findings.map((own, index) => [
    ...own.map(({ rule, box }) => ({ rule, box })),
    ...overflows.filter(({ slide }) => slide === index + 1).map(() => ({ rule: 'overflow' as const, box: undefined })),
  ]);
  return { path: `pictures/${deck.name}.png`, bytes: await drawContactSheet(await browser(), page, marked) };
}

/** What a print page gives, with its bytes as text. */
type PackedPrint = Omit<Printed, 'pdf'> & { pdf: string };

/** A page is printed where the same was not printed before; `onSent` is told when the browser has it. */
async function print(graph: Graph, name: string, page: string, browser: () => Promise<Browser>, onSent: () => void): Promise<Printed> {
  const { value } = await graph.keep(
    'print',
    name,
    { 'the print page': hashOf(page), browser: browserId() },
    async (): Promise<PackedPrint> => {
      const { printPdf } = await import('./pdf.ts');
      const printed = await atBrowser(browser, (opened) => printPdf(opened, page, onSent));
      return { ...printed, pdf: Buffer.from(printed.pdf).toString('base64') };
    },
  );
  return { ...value, pdf: Buffer.from(value.pdf, 'base64') };
}

/** Has a browser do some work. Throws a problem where it ends or hangs over it. */
async function atBrowser<T>(browser: () => Promise<Browser>, work: (opened: Browser) => Promise<T>): Promise<T> {
  const opened = await browser();
  return work(opened).catch((error: unknown) => {
    const problem = browserProblem(error, opened);
    throw problem ? new ProjectError([problem]) : error;
  });
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
