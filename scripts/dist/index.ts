import type { Browser } from 'puppeteer-core';
import type { Chart } from '../charts/index.ts';
import { type Face, matchFace } from '../fonts.ts';
import { endStage, type Problem, ProjectError, problem } from '../problems.ts';
import { netProblems } from '../record/net.ts';
import { readHtml } from '../record/read-html.ts';
import { hiddenIn } from '../record/reading.ts';
import { type DeckRecord, type PackedRecord, packRecord, recordScript } from '../record/schema.ts';
import { openSeal, sealHtml } from '../record/seal.ts';
import { writeSheet } from '../record/sheet.ts';
import { placeFault } from '../slides/faults.ts';
import { plainText, type RenderedDeck } from '../slides/index.ts';
import { pageFaults } from '../slides/markup.ts';
import { browserProblem } from './browser.ts';
import { cardScript, cardStyle, cardText } from './card.ts';
import { fontRules, uncovered } from './fonts.ts';
import { renderBespoke } from './html.ts';
import { resolvePage, writePlain, writeTied } from './pages.ts';
import { finishPdf, type Overflow, printPage, printPdf } from './pdf.ts';
import { scriptsOf, sealPage } from './policy.ts';
import { charactersByFace } from './typeset.ts';
import type { Artefact } from './write.ts';

export { closeBrowser, NoBrowserError, openBrowser } from './browser.ts';
export { checkOutput } from './output.ts';
export { type Artefact, recoverOutput, writeArtefacts } from './write.ts';

export type Format = 'html' | 'pdf';

/** Every style that a deck's pages may have: the theme's, those of the slides, and of their elements. */
const stylesOf = (deck: RenderedDeck) => `${deck.css}\n${deck.slides.map((slide) => slide.html).join('\n')}`;

/**
 * The characters of each face that a deck's pages may show. What styles make of text (content, other cases) and what is
 * typed into a page later may come in any face.
 */
function charactersOf(deck: RenderedDeck): Map<Face, Set<string>> {
  const html = resolvePage(deck.slides.map((slide) => slide.html).join('\n'), deck.ledger, writePlain);
  const characters = charactersByFace(html, deck.css);
  const changesCase = /text-transform|font-variant|small-caps/.test(stylesOf(deck));
  for (const own of characters.values()) {
    const shown = [...own].join('');
    for (const each of ascii + deck.css + (changesCase ? shown.toUpperCase() + shown.toLowerCase() : '')) own.add(each);
  }
  return characters;
}

/** The same with those of the card, which is set in the sans: its title in bold. */
function withCard(characters: ReadonlyMap<Face, Set<string>>, record: DeckRecord, language: string): Map<Face, Set<string>> {
  const text = cardText(record, language);
  const title = record.figures.map((each) => each.text).join('');
  const card = new Map([
    [matchFace('Noto Sans TC'), text + title],
    [matchFace('Noto Sans TC', 700), title],
  ]);
  return new Map([...characters].map(([face, own]) => [face, new Set([...own, ...(card.get(face) ?? '')])]));
}

/** Throws a problem for each character that no shipped font covers, with its slide. */
export async function checkCoverage(deck: RenderedDeck): Promise<void> {
  const problems: Problem[] = [];
  for (const slide of deck.slides) {
    for (const char of await uncovered(deck.ledger.resolve(plainText(slide.html)))) {
      const code = `U+${(char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
      const reason = `no shipped font has "${char}" (${code}), which slide ${slide.number} of "${deck.deck.name}" shows`;
      problems.push(problem({ file: slide.file }, 'uncovered-character', reason, 'write it with another character'));
    }
  }
  if (problems.length > 0) throw new ProjectError(problems);
}

const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** Makes the files of one deck. `report` is told of each as it is done. */
export async function makeDeck(
  deck: RenderedDeck,
  record: DeckRecord,
  { formats, dated }: { formats: readonly Format[]; dated?: boolean | undefined },
  browser: Browser | undefined,
  report: (artefact: Artefact, ms: number) => void,
): Promise<Artefact[]> {
  const begun = performance.now();
  const name = dated ? datedName(record) : deck.deck.name;
  const done = (ending: string, bytes: Uint8Array, pages?: number): Artefact => {
    const artefact = { path: `${name}.${ending}`, bytes, ...(pages && { pages }) };
    report(artefact, performance.now() - begun);
    return artefact;
  };
  const characters = charactersOf(deck);
  const packed = packRecord(record);
  const works: (Artefact | Promise<Artefact>)[] = [done('tieout.csv', Buffer.from(writeSheet(record)))];
  if (formats.includes('pdf') && browser)
    works.push(makePdf(deck, record, packed, browser, characters).then((bytes) => done('pdf', bytes, deck.slides.length)));
  if (formats.includes('html')) works.push(makeHtml(deck, record, packed, characters).then((bytes) => done('html', bytes)));
  return Promise.all(works);
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

async function makePdf(
  deck: RenderedDeck,
  record: DeckRecord,
  packed: PackedRecord,
  browser: Browser,
  characters: ReadonlyMap<Face, Set<string>>,
): Promise<Uint8Array> {
  const page = printPage(deck, await fontRules({ characters, css: stylesOf(deck) }, 'truetype'));
  const { pdf, overflows, pages } = await printPdf(browser, page).catch((error: unknown) => {
    const problem = browserProblem(error, browser);
    throw problem ? new ProjectError([problem]) : error;
  });
  endStage([...overflows.map((each) => overflowProblem(deck, each)), ...netProblems(deck, record, pages, 'print')]);
  const { title, subject, author, date } = deck;
  const plain = (text: string) => deck.ledger.resolve(text);
  const facts = { title: plain(title), subject: plain(subject), author: plain(author), language: deck.deck.language, date };
  const hidden = record.slides.map((slide, index) => (pages[index] ? hiddenIn(slide, pages[index]) : undefined));
  return finishPdf(pdf, { ...facts, hidden, record: packed.text, build: packed.build, data: record.data });
}

function overflowProblem(deck: RenderedDeck, { slide, text, px }: Overflow): Problem {
  const file = deck.slides[slide - 1]?.file ?? 'slides/decks.yaml';
  const reason = `slide ${slide} of "${deck.deck.name}" overflows by ${px} px at "${text}"`;
  return problem({ file }, 'overflow', reason, 'say it in fewer words, split the slide, or make room in the theme');
}

async function makeHtml(
  deck: RenderedDeck,
  record: DeckRecord,
  packed: PackedRecord,
  characters: ReadonlyMap<Face, Set<string>>,
): Promise<Uint8Array> {
  const [html, fonts] = await Promise.all([
    renderBespoke(deck),
    fontRules({ characters: withCard(characters, record, deck.deck.language), css: stylesOf(deck) }, 'woff'),
  ]);
  endStage(pageProblems(deck, html));
  const page = resolvePage(html, deck.ledger, writeTied);
  endStage(netProblems(deck, record, readHtml(page).pages, 'HTML'));
  const meta = `<meta name="generator" content="tieout"><meta name="tieout:build" content="${packed.build}"><meta name="tieout:data" content="${record.data}">${openSeal}`;
  const assemble = (ownFonts: string, ownRecord: string) => {
    const head = `${meta}<style>${ownFonts}</style><style>${cardStyle}</style></head>`;
    const tail = `${ownRecord}<script>${cardScript(deck.deck.language)}</script></body>`;
    return page.replace('</head>', () => head).replace(/<\/body>(?![\s\S]*<\/body>)/, () => tail);
  };
  // Fonts and the record hold no script, and are most of the page.
  const scripts = scriptsOf(assemble('', ''));
  return Buffer.from(sealHtml(sealPage(assemble(fonts, recordScript(packed.text)), scripts)));
}

/** The problems of all in the slides on screen that would act or fetch, where Marp has made more of them than of those in print. */
const pageProblems = (deck: RenderedDeck, html: string): Problem[] =>
  pageFaults(html, deck.ledger, deck.stage.literals).flatMap((faults, index) => {
    const path = deck.slides[index]?.file ?? 'slides/decks.yaml';
    const source = deck.files.find((each) => each.file.path === path)?.file ?? { path, text: '' };
    return faults.map((each) => placeFault(source, each));
  });

/** A chart as a file of its own, with the font that it is set in. */
export async function makeChartFile(chart: Chart): Promise<Artefact> {
  const svg = resolvePage(chart.svg, chart.ledger, writePlain);
  const characters = new Map([...charactersByFace(svg, '')].filter(([, own]) => own.size > 0));
  const fonts = await fontRules({ characters, css: '' }, 'woff');
  const bytes = Buffer.from(svg.replace(/^(<svg[^>]*>)/, (tag) => `${tag}<style>${fonts}</style>`));
  return { path: `charts/${chart.name}.${chart.language}.svg`, bytes };
}
