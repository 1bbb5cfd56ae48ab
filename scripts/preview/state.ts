import type { CellName } from '../data/locate.ts';
import { type Place, type Problem, placeText, problem } from '../problems.ts';
import type { Finding } from '../visual/checks.ts';
import type { SeenOverflow } from './client.ts';
import type { ShownProblem } from './overlay.ts';
import type { PreviewPage } from './page.ts';
import type { PreparedDeck } from './render.ts';

/** Something on a slide that a reader would stumble over. */
interface SeenFinding {
  problem: Problem;
  box: Finding['box'];
}

/** The last good rendering of a deck, and what is wrong with its page. */
export interface State {
  page?: PreviewPage | undefined;
  charts: readonly { file: string; slides: number[] }[];
  figures: ReadonlyMap<string, CellName>;
  /** What stops its next rendering. */
  problems: readonly Problem[];
  /** What is wrong with the pictures of its charts. */
  pictures: readonly Problem[];
  overflows: readonly Problem[];
  /** What is wrong with how its slides look, by slide. */
  findings: ReadonlyMap<number, readonly SeenFinding[]>;
  deck?: PreparedDeck['deck'] | undefined;
  net: readonly Problem[];
  /** Shown, and not read back yet. */
  unread?: PreparedDeck | undefined;
  /** The change of the project that it has seen. */
  seen: number;
}

export const newState = (): State => ({
  charts: [],
  figures: new Map(),
  problems: [],
  pictures: [],
  overflows: [],
  findings: new Map(),
  net: [],
  seen: 0,
});

/** The problems of a deck beside those of how its slides look. */
const pageless = ({ problems, pictures, net, overflows }: State) => [...problems, ...pictures, ...net, ...overflows];

export const allProblems = (state: State) => [...pageless(state), ...[...state.findings.values()].flat().map((each) => each.problem)];

/** The problems of a deck as its page shows them, each on its slides. */
export function problemsShown(state: State): ShownProblem[] {
  const shown = (each: Problem, slides: readonly number[]) => ({
    place: placeText(each),
    reason: each.reason,
    fix: each.note ?? '',
    slides,
  });
  const seen = [...state.findings].flatMap(([slide, own]) => own.map(({ problem }) => shown(problem, [slide])));
  return [...pageless(state).map((each) => shown(each, slidesOf(each, state))), ...seen];
}

/** The slides to which a problem belongs: those from its line, of its file, or with its chart; none where it is everybody's. */
function slidesOf({ file, line }: Problem, { page, charts }: State): number[] {
  const chart = charts.find((each) => each.file === file);
  if (chart) return chart.slides;
  const sources = (page?.sources ?? []).map((source, index) => ({ slide: index + 1, ...parsePlace(source) }));
  const own = sources.filter((each) => each.file === file);
  if (line === undefined) return own.map((each) => each.slide);
  const at = own.findLast((each) => (each.line ?? 1) <= line) ?? own[0];
  return at ? [at.slide] : [];
}

/** `slides/en/01.md:7` as a place. */
export function parsePlace(text: string): Place {
  const [, file = text, line] = /^(.*?):(\d+)(?::\d+)?$/.exec(text) ?? [];
  return { file, ...(line && { line: Number(line) }) };
}

/** What a page reports is data of another process: signs that steer a terminal are left out. */
export const plain = (text: unknown) =>
  String(text)
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 300);

export function overflowProblem(deck: string, { slide, text, px, source }: SeenOverflow): Problem {
  const reason = `slide ${Number(slide)} of "${deck}" overflows by ${Number(px)} px at "${plain(text)}"`;
  const fix = 'say it in fewer words, split the slide, or make room in the theme';
  return problem(parsePlace(plain(source)), 'overflow', reason, fix);
}
