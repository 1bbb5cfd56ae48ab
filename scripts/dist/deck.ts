import { parse } from 'parse5';
import { loadFonts } from '../fonts/coverage.ts';
import { type Face, matchFaces } from '../fonts/faces.ts';
import { inFamilies } from '../fonts/families.ts';
import { endStage, type Problem, placeText } from '../problems.ts';
import { handoutKind } from '../record/handout.ts';
import { netProblems } from '../record/net.ts';
import { readHtml } from '../record/read-html.ts';
import { hiddenIn } from '../record/reading.ts';
import { type DeckRecord, packRecord, recordScript, withoutSamples } from '../record/schema.ts';
import { openSeal, sealHtml } from '../record/seal.ts';
import { type Fault, placeFault, shortened } from '../slides/faults.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { pageFaults } from '../slides/markup.ts';
import { type Finding, foreignFont } from '../visual/checks.ts';
import { cardScript, cardStyle, cardText } from './card.ts';
import { checkCoverage } from './coverage.ts';
import { ascii, fontRules, type Needs } from './fonts.ts';
import { handoutContent, handoutStyle, type Paper, type PrintedHandout, paperOf, tellPages } from './handout.ts';
import { renderBespoke } from './html.ts';
import { pageStyle, resolvePage, spaceSlides, writePlain, writeTied } from './pages.ts';
import { finishPdf, type Overflow, type PdfFacts, type Printed, printPage, slidesOf } from './pdf.ts';
import type { PDFDocument } from './pdf-lib.ts';
import { scriptsOf, sealPage } from './policy.ts';
import { charactersByFace, type Shown } from './typeset.ts';

/** Every style that a deck's pages may have: the theme's, those of the slides, and of their elements. */
const stylesOf = (deck: RenderedDeck) => `${deck.css}\n${pageStyle(deck.faces)}\n${slidesOf(deck)}`;

const found = new WeakMap<RenderedDeck, Promise<Needs & Shown>>();

/** What the fonts of a deck must show: print and screen ask for the same. */
function needsOf(deck: RenderedDeck): Promise<Needs & Shown> {
  const needs = found.get(deck) ?? findNeeds(deck);
  found.set(deck, needs);
  return needs;
}

/** What the fonts of a deck must show on pages with some `content`, and with a `style` of their own. */
async function findNeeds(deck: RenderedDeck, content = slidesOf(deck), style = ''): Promise<Needs & Shown> {
  const fonts = await loadFonts(deck.faces);
  return { ...findCharacters(deck, content, style), css: `${stylesOf(deck)}${style && `\n${style}`}`, fonts };
}

/**
 * The characters of each face that pages of a deck with some `content` may show. What styles make of text (content, other cases) and what is
 * typed into a page later may come in any face.
 */
function findCharacters(deck: RenderedDeck, content: string, style: string): Shown {
  const css = deck.css + style;
  const shown = charactersByFace(resolvePage(content, deck.ledger, writePlain), css, deck.faces);
  const changesCase = /text-transform|font-variant|small-caps/.test(stylesOf(deck));
  for (const own of shown.characters.values()) {
    const text = [...own].join('');
    for (const each of ascii + css + (changesCase ? text.toUpperCase() + text.toLowerCase() : '')) own.add(each);
  }
  return shown;
}

/** The same with those of the card, which is set in the first family: its title in bold. */
function withCard(needs: Needs, record: DeckRecord, language: string): Needs {
  const text = cardText(record, language);
  const title = record.figures.map((each) => each.text).join('');
  const characters = new Map<Face, Iterable<string>>(needs.characters);
  const { faces } = needs.fonts;
  for (const [face, own] of [
    [matchFaces(faces, '')[0], text + title],
    [matchFaces(faces, '', 700)[0], title],
  ] as const)
    characters.set(face, new Set([...(characters.get(face) ?? ascii), ...own]));
  return { ...needs, characters };
}

/** The page from which a deck is printed, and its slides are taken as pictures. */
export const pageOf = async (deck: RenderedDeck): Promise<string> => printPage(deck, await fontRules(await needsOf(deck), 'truetype'));

/** The page from which the handout of a deck is printed. */
export async function handoutOf(deck: RenderedDeck, record: DeckRecord): Promise<string> {
  const [content, style] = [handoutContent(deck, record), inFamilies(handoutStyle(record), deck.faces)];
  return printPage(deck, await fontRules(await findNeeds(deck, content, style), 'truetype'), content, style);
}

/**
 * Throws a problem for each overflow of a printed deck, for what else is wrong with how it looks, and for what print does not show as recorded.
 * What stops no build is told to `note`.
 */
export function checkPrint(
  deck: RenderedDeck,
  record: DeckRecord,
  { overflows, findings, pages }: Printed,
  note: (text: string) => void,
): void {
  const seenOf = (isTold: boolean) =>
    findings.flatMap((own, index) =>
      own.filter((each) => (each.isTold ?? false) === isTold).map((each) => visualProblem(deck, index + 1, each)),
    );
  for (const each of seenOf(true)) note(`${placeText(each)}  ${each.reason}: ${each.note}  [${each.ruleId}]`);
  const seen = seenOf(false);
  endStage([...overflows.map((each) => overflowProblem(deck, each)), ...onceAPlace(seen), ...netProblems(deck, record, pages, 'print')]);
}

/** The PDF of a deck that is printed. */
export const makePdf = (deck: RenderedDeck, record: DeckRecord, { pdf, told, pages }: Printed): Promise<Uint8Array> =>
  finish(deck, record, pdf, pages, { told: () => told });

/** The handout of a deck that is printed, from the print of its own page. Throws a problem for each character of its notes that no font has. */
export async function makeHandout(
  deck: RenderedDeck,
  record: DeckRecord,
  { told, pages }: Printed,
  print: (page: string, paper: Paper) => Promise<PrintedHandout>,
): Promise<{ pdf: Uint8Array; pages: number }> {
  await checkCoverage(deck, 'notes');
  const paper = paperOf(deck.deck.language);
  const { pdf, scales } = await print(await handoutOf(deck, record), paper);
  let count = 0;
  const tell = (file: PDFDocument) => {
    count = file.getPageCount();
    return tellPages(file, told, scales);
  };
  return { pdf: await finish(deck, record, pdf, pages, { kind: handoutKind, told: tell }), pages: count };
}

/** A printed PDF with what it says of itself. */
function finish(
  deck: RenderedDeck,
  record: DeckRecord,
  pdf: Uint8Array,
  pages: Printed['pages'],
  own: Pick<PdfFacts, 'kind' | 'told'>,
): Promise<Uint8Array> {
  const packed = packRecord(withoutSamples(record));
  const { title, subject, author, date } = deck;
  const plain = (text: string) => deck.ledger.resolve(text);
  const facts = { title: plain(title), subject: plain(subject), author: plain(author), language: deck.deck.language, date };
  const hidden = record.slides.map((slide, index) => (pages[index] ? hiddenIn(slide, pages[index]) : undefined));
  return finishPdf(pdf, { ...facts, ...own, hidden, record: packed.text, build: packed.build, data: record.data });
}

const overflowProblem = (deck: RenderedDeck, { slide, text, px }: Overflow): Problem =>
  slideProblem(deck, slide, {
    rule: 'overflow',
    reason: ` overflows by ${px} px at "${text}"`,
    fix: 'say it in fewer words, split the slide, or make room in the theme',
    seek: [text],
  });

/** A finding at the first place of its slide's source that says its words or shows its chart. */
export function visualProblem(deck: RenderedDeck, number: number, { rule, reason, fix, chart, seek, family }: Finding): Problem {
  const shown = chart === undefined ? undefined : deck.slides[number - 1]?.charts[chart];
  const said = `: ${reason}${shown ? ` in the chart ${shown}` : ''}`;
  const style = family === undefined ? undefined : styleNaming(deck, number, family);
  if (style)
    return placeFault(style, { rule, reason: `slide ${number} of "${deck.deck.name}"${said}`, fix, seek: [], offset: style.offset });
  return slideProblem(deck, number, { rule, reason: said, fix, seek: [...(shown ? [`${shown}.vl.json`] : []), seek ?? ''] });
}

/** Problems of which a font, that a theme names for many slides, is told once. */
const onceAPlace = (problems: readonly Problem[]) => {
  const placeOf = ({ file, line, column }: Problem) => `${file} ${line} ${column}`;
  const fonts = new Map(problems.flatMap((each) => (each.ruleId === 'foreign-font' ? [[placeOf(each), each] as const] : [])).reverse());
  return problems.filter((each) => each.ruleId !== 'foreign-font' || fonts.get(placeOf(each)) === each);
};

/** The source that names a family first in a style, a slide's own or the theme, and where. */
function styleNaming(deck: RenderedDeck, number: number, family: string) {
  const own = deck.files.find((each) => each.file.path === deck.slides[number - 1]?.file)?.file;
  const naming = literally(family, '\\bfont(?:-family)?\\s*:[^;{},]*');
  return [...(own ? [own] : []), { path: deck.themePath, text: deck.stage.css }]
    .map((each) => ({ ...each, offset: each.text.search(naming) }))
    .find(({ offset }) => offset >= 0);
}

/** What is wrong with a slide, at the first text of `seek` that stands in its source, else at its title. */
function slideProblem(deck: RenderedDeck, number: number, fault: Fault): Problem {
  const { file: path = 'slides/decks.yaml', title = '' } = deck.slides[number - 1] ?? {};
  const source = deck.files.find((each) => each.file.path === path)?.file ?? { path, text: '' };
  // Between its figures a title stands in its source as it is.
  const words = deck.ledger.resolve(title, () => '\0').split('\0');
  const longest = words.map((each) => each.trim()).sort((a, b) => b.length - a.length);
  const reason = `slide ${number} of "${deck.deck.name}"${fault.reason}`;
  return placeFault(source, { ...fault, reason, seek: [...fault.seek, ...longest] });
}

/** The HTML of a deck. Throws a problem for what would act or fetch, and for what the page does not show as recorded. */
export async function makeHtml(deck: RenderedDeck, record: DeckRecord): Promise<Uint8Array> {
  const packed = packRecord(record);
  const [html, card, fonts] = await Promise.all([
    renderBespoke(deck),
    cardScript(deck.deck.language),
    needsOf(deck).then((needs) => fontRules(withCard(needs, record, deck.deck.language), 'woff')),
  ]);
  endStage([...pageProblems(deck, html), ...fontProblems(deck, (await needsOf(deck)).foreign)]);
  const page = spaceSlides(withoutMarkNames(resolvePage(html, deck.ledger, writeTied)));
  const document = parse(page);
  endStage(netProblems(deck, record, readHtml(page, document).pages, 'HTML'));
  const meta = `<meta name="generator" content="tieout"><meta name="tieout:build" content="${packed.build}"><meta name="tieout:data" content="${record.data}">${openSeal}`;
  const head = `${meta}<style>${fonts}</style><style>${pageStyle(deck.faces)}${cardStyle(deck.faces)}</style></head>`;
  const tail = `${recordScript(packed.text)}<script>${card}</script></body>`;
  const whole = page.replace('</head>', () => head).replace(/<\/body>(?![\s\S]*<\/body>)/, () => tail);
  return Buffer.from(sealHtml(sealPage(whole, [...scriptsOf(document), card])));
}

/** The problems of texts that a screen sets in a font of its machine, as far as styles tell without a browser. */
const fontProblems = (deck: RenderedDeck, foreign: Shown['foreign']): Problem[] =>
  [...foreign].map(([name, { text, section }]) => {
    const family = literally(name).exec(deck.css)?.[0] ?? name;
    return visualProblem(deck, section, foreignFont(family, `"${shortened(text)}"`, { seek: text, family }));
  });

/** Finds a name as it is written, in letters of any case. */
const literally = (name: string, before = '') =>
  new RegExp(`${before}(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'i');

/**
 * A page without what Vega says of charts to scripts, files and screen readers: it names nothing, and a chart is told as
 * a whole and by its data. Axes are not hidden, as their figures can be asked; labels of scales can still be told.
 */
const withoutMarkNames = (page: string) =>
  page
    .replace(/<svg\b[^>]* role="img"[\s\S]*?<\/svg>/g, withOneFamily)
    .replace(/<(?:svg|g|path|line|text)\b[^>]*>/g, (tag) => tag.replace(markNames, '').replace('mark-text role-', 'role-'));

/** A chart whose texts are all of one family says so once. */
function withOneFamily(chart: string): string {
  const [family, ...others] = new Set(chart.match(/ font-family="[^"]*"/g));
  return family && others.length === 0 ? chart.replaceAll(family, '').replace('<svg', `<svg${family}`) : chart;
}

const markNames =
  / (?:class="(?:mark-[\w-]+ role-(?!axis-label|legend-label)[^"]*|background|foreground)"|role="graphics-\w+"|aria-roledescription="[^"]*"|aria-hidden="true"|opacity="1"|stroke-width="1"|pointer-events="none"|xmlns(?::xlink)?="[^"]*"|version="1\.1"|transform="translate\(0,0\)")/g;

/** The problems of all in the slides on screen that would act or fetch, where Marp has made more of them than of those in print. */
const pageProblems = (deck: RenderedDeck, html: string): Problem[] =>
  pageFaults(html, deck.ledger, deck.stage.literals, deck.stage.language).flatMap((faults, index) => {
    const path = deck.slides[index]?.file ?? 'slides/decks.yaml';
    const source = deck.files.find((each) => each.file.path === path)?.file ?? { path, text: '' };
    return faults.map((each) => placeFault(source, each));
  });
