import { type LoadedTable, latestAsOf, type Tables } from '../data/tables.ts';
import type { SourceFile } from '../files.ts';
import type { Graph } from '../graph.ts';
import { collect, endStage, type Problem, problem, within } from '../problems.ts';
import type { Project } from '../project.ts';
import { smuggledProblems, unitProblems, untiedProblems } from '../quotes/gate.ts';
import { Ledger, type Tie } from '../quotes/ledger.ts';
import { makeQuoter, type Quoter } from '../quotes/liquid.ts';
import { markUntied } from '../quotes/untied.ts';
import type { Rule } from '../rules.ts';
import { deckTable } from './deck-table.ts';
import { type Deck, placeInDecks } from './decks.ts';
import { placeFault } from './faults.ts';
import { shieldFences, unshield } from './fences.ts';
import { type FrontMatter, splitFrontMatter } from './front-matter.ts';
import { resolveImages } from './images.ts';
import { styleRules } from './markup.ts';
import { sectionProblems } from './sections.ts';
import { readSlideFile, slidePaths } from './slide-files.ts';
import { styleFaults } from './styles.ts';
import { readTheme, withFonts } from './themes.ts';

/** A slide file with its cells quoted: its Markdown holds marks where figures stand. */
export interface SlideFile {
  file: SourceFile;
  matter: FrontMatter;
  markdown: string;
  /** Project paths of the images and charts that it shows; the Markdown names them by these. */
  images: readonly string[];
}

/** The deck's own words, with marks where they quote figures. */
type DeckWords = Record<'title' | 'subject' | 'author', string>;

/** A deck whose slides are read and quoted, waiting for its charts. */
export interface QuotedDeck extends DeckWords {
  deck: Deck;
  /** ISO date of the deck: the configured day, else the latest as-of date of its tables. */
  date: string;
  css: string;
  /** The file of its theme, which may be one that comes with tieout. */
  themePath: string;
  files: readonly SlideFile[];
  ledger: Ledger;
}

/** Reads a deck's slide files and quotes the tables in them. Throws every problem, located. */
export async function readDeck(graph: Graph, project: Project, tables: Tables, deck: Deck): Promise<QuotedDeck> {
  const problems: Problem[] = [];
  const ledger = new Ledger();
  const quoter = makeQuoter(tables, deck.language, ledger, project.root, project.decks.literals);
  const paths = await slidePaths(project, deck, problems);
  const words = await quoteWords(project, tables, deck, quoter, ledger, problems);
  const asOf = latestAsOf(tables.list.values()) ?? '1970-01-01';
  const date = project.decks.date ?? asOf;
  const own = deckTable(project, deck, { ...asText(words, ledger), date, asOf }, tables.list.size);
  const files: SlideFile[] = [];
  for (const path of paths) {
    const file = await collect(problems, () => within({ file: path }, () => keepFile(graph, project, tables, deck, path, own)));
    if (file) files.push(takeOver(file, ledger));
  }
  const theme = await collect(problems, () => soundTheme(graph, project, deck, files));
  if (problems.length === 0) problems.push(...(await sectionProblems(project, tables, deck, files)));
  endStage(problems);
  const { text, path: themePath } = theme as SourceFile;
  return { deck, ...words, date, css: withFonts(text, project.faces), themePath, files, ledger };
}

/** A slide file as it is kept: with the ties of a ledger of its own. */
type PackedFile = SlideFile & { ties: readonly Tie[] };

/** A slide file is quoted from its text, the deck's own table, and what it reads: tables, templates, pictures. */
async function keepFile(graph: Graph, project: Project, tables: Tables, deck: Deck, path: string, own: LoadedTable): Promise<PackedFile> {
  const inputs = {
    language: deck.language,
    gate: deck.gate,
    'names of numbers': project.decks.literals.map(String).join('\n'),
    "the deck's own table": JSON.stringify(own),
  };
  const { value } = await graph.keep('slides', `${deck.name} ${path}`, inputs, async (): Promise<PackedFile> => {
    const ledger = new Ledger();
    const quoter = makeQuoter(tables, deck.language, ledger, project.root, project.decks.literals);
    const file = await readSlideFile(project, deck, path);
    return { ...(await quoteFile(project, tables, file, quoter, ledger, own, deck.gate === 'report')), ties: ledger.ties };
  });
  return value;
}

/** A slide file in the ledger of its deck. */
function takeOver({ ties, matter, markdown, ...file }: PackedFile, ledger: Ledger): SlideFile {
  const write = ledger.append(ties);
  return { ...file, matter: JSON.parse(write(JSON.stringify(matter))) as FrontMatter, markdown: write(markdown) };
}

async function soundTheme(graph: Graph, project: Project, deck: Deck, files: readonly SlideFile[]): Promise<SourceFile> {
  const theme = await readTheme(project, deck, files);
  const { literals } = project.decks;
  await graph.keep(
    'theme',
    theme.path,
    { [theme.path]: theme.text, language: deck.language, 'names of numbers': literals.map(String).join('\n') },
    async () => {
      endStage(styleFaults(theme.text, styleRules(literals, deck.language)).map((each) => placeFault(theme, each)));
      return true;
    },
  );
  return theme;
}

/** Quotes the words of a deck in `slides/decks.yaml`. Adds to `problems`. */
async function quoteWords(
  project: Project,
  tables: Tables,
  deck: Deck,
  quoter: Quoter,
  ledger: Ledger,
  problems: Problem[],
): Promise<DeckWords> {
  const { decksFile, decks } = project;
  const quote = async (text: string) => {
    const place = placeInDecks(decksFile, deck, text);
    const shift = (offset: number) => ({ ...place, column: (place.column ?? 1) + offset });
    const source = { path: decksFile.path, text };
    const reports = deck.gate === 'report';
    const typed = reports ? [] : await untiedProblems(decksFile, text, decks.literals, tables, deck.language, shift);
    const found: Problem[] = [];
    const quoted = await collect(found, () => quoter.render(source));
    if (quoted) found.push(...unitProblems(source, quoted, ledger, deck.language));
    if (typed.length === 0 && quoted && !reports)
      found.push(...(await smuggledProblems(source, quoted, decks.literals, tables, deck.language)));
    problems.push(...typed);
    // Liquid places them in the words alone.
    problems.push(...found.map((each) => problem(place, each.ruleId as Rule, each.reason, each.note as string)));
    return quoted ?? '';
  };
  const title = await quote(deck.title);
  return { title, subject: await quote(deck.subject ?? ''), author: await quote(deck.author ?? decks.author ?? '') };
}

const asText = ({ title, subject, author }: DeckWords, ledger: Ledger): DeckWords => ({
  title: ledger.resolve(title),
  subject: ledger.resolve(subject),
  author: ledger.resolve(author),
});

/**
 * Quotes the tables, and the deck's `own`, in a slide file. Throws every problem of it, located; numbers typed by hand are
 * none where they are only to be reported.
 */
async function quoteFile(
  project: Project,
  tables: Tables,
  file: SourceFile,
  quoter: Quoter,
  ledger: Ledger,
  own: LoadedTable,
  reports: boolean,
): Promise<SlideFile> {
  const { literals } = project.decks;
  const problems = reports ? [] : await untiedProblems(file, file.text, literals, tables, quoter.language);
  const shielded = { path: file.path, text: shieldFences(reports ? markUntied(file, literals, ledger, quoter.language) : file.text) };
  const text = unshield((await collect(problems, () => quoter.render(shielded, {}, [own]))) ?? '');
  problems.push(...unitProblems(file, text, ledger, quoter.language));
  endStage(problems);
  if (!reports) endStage(await smuggledProblems(file, text, literals, tables, quoter.language));
  const { matter, body } = splitFrontMatter({ path: file.path, text });
  const faults = matter.style === undefined ? [] : styleFaults(matter.style, styleRules(literals, quoter.language));
  endStage(faults.map(({ offset: _, ...fault }) => placeFault(file, fault)));
  return { file, ...(await resolveImages(project, file, body, matter, quoter.language)) };
}
