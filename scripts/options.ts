// What a build is asked for, and what it tells.
import type { Fate } from './graph.ts';

export type Format = (typeof formats)[number];

/** The formats of decks, by their kinds of file. */
export const formats = ['html', 'pdf', 'handout', 'png', 'png@1x'] as const;

export interface BuildOptions {
  root: string;
  out: string;
  /** Names of the decks to build; all when empty. */
  decks: readonly string[];
  formats: readonly Format[];
  /** The day of the decks (ISO), in place of the one in decks.yaml. */
  date?: string | undefined;
  /** Names files for sending: by title, language and as-of date. */
  dated?: boolean | undefined;
  /** A check draws a contact sheet of each deck, with what it finds outlined. */
  pictures?: boolean | undefined;
}

/**
 * What a build tells while it works: one line an artefact, of each step whether it was kept, and where somebody looks on,
 * what is being done and how much is left.
 */
export interface Report {
  /** Says how many artefacts of a kind will come. */
  expect?(kind: string, count: number): void;
  doing?(text: string): void;
  artefact(kind: string, name: string, ms: number, detail?: string): void;
  note(text: string): void;
  step?(fate: Fate): void;
}

/** A file of a deck or a chart as it stands in `dist/`: its path there, bytes, pages of a PDF. */
export interface BuiltFile {
  path: string;
  size: number;
  pages?: number | undefined;
  /** Of a sheet: how many numbers of its deck are typed by hand. */
  untied?: number | undefined;
}

/** `12 figures are not tied`. */
export const countUntied = (count: number) => (count === 1 ? '1 figure is not tied' : `${count} figures are not tied`);

/** A report that says nothing. */
export const silent: Report = { artefact: () => {}, note: () => {} };
