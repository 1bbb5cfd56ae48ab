import type { Problem } from '../problems.ts';
import { formatProblems } from '../report.ts';

/** The terminal of a preview: what is written there, and the keys that are heard while it is one. */
export class Terminal {
  readonly #out: NodeJS.WriteStream;
  #problems = '';
  #isLent = false;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  /** Writes a line, but not into an editor that has the terminal. */
  say(text: string): void {
    if (!this.#isLent) this.#out.write(`${text}\n`);
  }

  /** Writes the problems when they are others than before, with what is shown (`end`), and when the last is gone. */
  tell(problems: readonly Problem[], end: string): void {
    const text = problems.length > 0 ? formatProblems(problems, end) : '';
    if (text === this.#problems) return;
    this.#problems = text;
    this.say(text || 'no problems left');
  }

  /** Calls `press` for each key, where there is a keyboard. */
  hear(press: (key: string) => void): void {
    if (!process.stdin.isTTY) return;
    process.stdin.setRawMode(true);
    process.stdin.on('data', (data) => {
      for (const key of data.toString()) if (!this.#isLent) press(key);
    });
  }

  /** Gives the terminal to an editor while `work` lasts. */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    if (!process.stdin.isTTY) return work();
    this.#isLent = true;
    process.stdin.setRawMode(false).pause();
    try {
      return await work();
    } finally {
      this.#isLent = false;
      process.stdin.setRawMode(true).resume();
    }
  }

  /** Leaves the terminal as it was. */
  close(): void {
    if (process.stdin.isTTY) process.stdin.setRawMode(false).pause();
  }
}
