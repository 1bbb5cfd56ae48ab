/** What ends a path and draws it; `n` ends it alone. */
const paints = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's']);
/** What begins a path: from there to its painting nothing else may stand. */
const begins = new Set(['m', 're']);
const shows = new Set(['Tj', 'TJ', "'", '"']);

/** A stretch of content, by its first and its last line. */
interface Stretch {
  from: number;
  to: number;
}

/** A stretch between the operators that mark it: of an element where it has a number, an artifact, or text with a replacement. */
interface Run {
  /** The line that begins it. */
  from: number;
  mcid: number | undefined;
  isArtifact: boolean;
  /** The run of an element, or the artifact, that it stands in. */
  outer: Run | undefined;
  draws: Set<'paths' | 'text' | 'pictures'>;
}

/** What content does not tell: of a form whether it holds tags of its own, and of a run whether a drawing is what its element says. */
export interface Known {
  isTagged: (form: string) => boolean;
  isDrawing: (mcid: number) => boolean;
}

/** The marks of content as Skia writes it: an operator ends each line. */
export class Marks {
  readonly lines: string[];
  readonly runs: Run[] = [];
  /** What is drawn outside of all elements and artifacts. */
  readonly loose: Stretch[] = [];
  /** How many marks begin and do not end, or end and do not begin. */
  unpaired = 0;
  readonly #open: Run[] = [];
  readonly #known: Known;
  /** Where the path or the text that is open began. */
  #start: number | undefined;
  /** The lines of the open text that stand in no element, and whether others do. */
  #said: number[] = [];
  #hasTags = false;

  constructor(content: string, known: Known) {
    this.#known = known;
    this.lines = content.split('\n');
    for (const [at, line] of this.lines.entries()) this.#read(at, line, /(?:^|[\s>\])])([A-Za-z*'"]+)$/.exec(line)?.[1] ?? '');
    this.unpaired += this.#open.length;
  }

  #read(at: number, line: string, operator: string): void {
    if (operator === 'BDC' || operator === 'BMC') this.#begin(at, line);
    else if (operator === 'EMC') this.#end();
    else if (begins.has(operator)) this.#start ??= at;
    else if (paints.has(operator)) this.#draw('paths', this.#start ?? at, at);
    else if (operator === 'sh') this.#draw('paths', at, at);
    else if (operator === 'Do') this.#place(at, /\/(\S+) Do$/.exec(line)?.[1] ?? '');
    else if (shows.has(operator)) this.#say(at);
    else if (operator === 'BT') [this.#start, this.#hasTags] = [at, false];
    else if (operator === 'ET') this.#endText(at);
    if (operator === 'n' || paints.has(operator)) this.#start = undefined;
  }

  #begin(at: number, line: string): void {
    const number = /\/MCID (\d+)/.exec(line)?.[1];
    const mcid = number === undefined ? undefined : Number(number);
    const run: Run = { from: at, mcid, isArtifact: line.startsWith('/Artifact'), outer: this.#outer(), draws: new Set() };
    this.runs.push(run);
    this.#open.push(run);
    if (mcid !== undefined || run.isArtifact) this.#hasTags = true;
    if (mcid !== undefined && this.#known.isDrawing(mcid)) this.#note('pictures');
  }

  #end(): void {
    if (!this.#open.pop()) this.unpaired++;
  }

  #outer = () => this.#open.findLast((each) => each.mcid !== undefined || each.isArtifact);

  #note(kind: 'paths' | 'text' | 'pictures'): void {
    for (const each of this.#open) each.draws.add(kind);
  }

  #draw(kind: 'paths' | 'pictures', from: number, to: number): void {
    this.#note(kind);
    if (!this.#outer()) this.loose.push({ from, to });
  }

  #place(at: number, form: string): void {
    if (!this.#known.isTagged(form)) this.#draw('pictures', at, at);
  }

  #say(at: number): void {
    this.#note('text');
    if (!this.#outer()) this.#said.push(at);
  }

  /** A text is loose as a whole, or line by line where tags stand within it. */
  #endText(at: number): void {
    const parts = this.#hasTags ? this.#said.map((line) => ({ from: line, to: line })) : [{ from: this.#start ?? at, to: at }];
    if (this.#said.length > 0) this.loose.push(...parts);
    [this.#start, this.#said] = [undefined, []];
  }
}

/** True for a run of an element that holds rules and grounds alone: paths, and no text, picture or drawing. */
export const isGround = (run: Run): boolean =>
  run.mcid !== undefined && run.draws.size === 1 && run.draws.has('paths') && (!run.outer || isGround(run.outer));

/**
 * Content in which all that no reader needs is marked as an artifact: what is drawn outside of the tags (grounds, page
 * numbers), and the rules and grounds that the browser tags with the element that they belong to.
 */
export function markArtifacts(content: string, known: Known): string {
  const { lines, runs, loose } = new Marks(content, known);
  for (const run of runs) if (isGround(run)) lines[run.from] = '/Artifact BMC';
  for (const { from, to } of loose) {
    lines[from] = `/Artifact BMC\n${lines[from]}`;
    lines[to] += '\nEMC';
  }
  return lines.join('\n');
}
