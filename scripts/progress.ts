/** The line at the foot of a terminal that says what is being done; anywhere else there is none, and every text is a line of its own. */
export class LiveLine {
  readonly isLive: boolean;
  readonly #stream: NodeJS.WriteStream;
  #stands = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    // A dumb terminal, as in an editor, cannot take a line back.
    this.isLive = stream.isTTY === true && process.env.TERM !== 'dumb';
    // Whoever ends the process, the prompt begins on a line of its own.
    if (this.isLive) process.once('exit', () => this.clear());
  }

  /** Puts a text in the place of the one that stands. One that is wider than the terminal would not go away again: it is cut. */
  show(text: string): void {
    if (!this.isLive) return;
    this.clear();
    this.#stream.write(cut(text, (this.#stream.columns || 80) - 1));
    this.#stands = true;
  }

  /** Writes text that stays, above the line. */
  write(text: string): void {
    this.clear();
    this.#stream.write(text);
  }

  /** Takes the line back. */
  clear(): void {
    if (this.#stands) this.#stream.write('\r\u001b[2K');
    this.#stands = false;
  }
}

/** A text of at most `columns`; a character that is not ASCII may take two. */
function cut(text: string, columns: number): string {
  let [width, end] = [0, 0];
  for (const char of text) {
    width += char <= '\u007F' ? 1 : 2;
    if (width > columns) break;
    end += char.length;
  }
  return text.slice(0, end);
}

/** How far a kind of work is: `chart  12 of 34  valuation.en`. Without a count it says only what is done. */
export class Stages {
  readonly #counts = new Map<string, { done: number; all: number }>();

  /** Says how many pieces of a kind there will be, beside those known of already. */
  expect(kind: string, count: number): void {
    const known = this.#counts.get(kind) ?? { done: 0, all: 0 };
    this.#counts.set(kind, { ...known, all: known.all + count });
  }

  /** The line for a piece that is done. */
  done(kind: string, name: string): string {
    const count = this.#counts.get(kind);
    if (!count) return `${kind.padEnd(6)} ${name}`;
    count.done++;
    const left = [...this.#counts].filter(([other, { done, all }]) => other !== kind && done < all);
    const then = left.map(([other, { done, all }]) => `${all - done} ${other}`).join(', ');
    return `${kind.padEnd(6)} ${count.done} of ${Math.max(count.done, count.all)}  ${name}${then ? `; then ${then}` : ''}`;
  }
}
