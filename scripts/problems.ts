import { VFileMessage } from 'vfile-message';
import type { Rule } from './rules.ts';

/** Where a problem stands: a path relative to the project, and a 1-based line and column where known. */
export interface Place {
  file: string;
  line?: number | undefined;
  column?: number | undefined;
  /** The address of a cell of a workbook, `Sheet!B7`, which has no lines. */
  cell?: string | undefined;
}

/** A problem is data: where, which rule, what is wrong (`reason`), and what to do (`note`). */
export type Problem = VFileMessage;

/** Describes one problem. `fix` says what the author should do about it. */
export function problem(place: Place, rule: Rule, reason: string, fix: string): Problem {
  const at = place.line ? { line: place.line, column: place.column ?? 1 } : undefined;
  const message = new VFileMessage(place.cell === undefined ? reason : `${place.cell}: ${reason}`, {
    ruleId: rule,
    source: 'tieout',
    ...(at && { place: at }),
  });
  message.file = place.file;
  message.note = fix;
  message.fatal = true;
  return message;
}

/** Where a problem stands: `slides/a.md:4:3`. */
export const placeText = ({ file, line, column }: Problem) => [file, ...(line ? [line, column ?? 1] : [])].join(':');

/** What cannot be done, though the project is well; its text is for people. */
export class PlainError extends Error {}

/** The project has problems; carries all that a stage found. */
export class ProjectError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((each) => `${each.file}: ${each.reason}`).join('\n'));
    this.name = 'ProjectError';
    // Decks that share a file, and charts drawn in two languages, find the same problem twice.
    this.problems = [...new Map(problems.map((each) => [`${each.file} ${each.line} ${each.column} ${each.reason}`, each])).values()];
  }
}

/** Ends a stage: throws a {@link ProjectError} when it found any problem. */
export function endStage(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ProjectError(problems);
}

/** Runs `work`, moving the problems it throws into `problems`; gives undefined then. Other errors pass through. */
export async function collect<T>(problems: Problem[], work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** What the system says when it does not give what was asked for, and what to do. */
const systemErrors: Record<string, readonly [reason: string, fix: string]> = {
  ENOENT: ['there is no such file or folder', 'add it, or mend the name'],
  EACCES: ['it may not be read or written', 'give yourself access to it'],
  EPERM: ['the system does not allow it', 'give yourself access to it'],
  EROFS: ['it stands on a file system that is read-only', 'use a folder that can be written to'],
  EISDIR: ['it is a folder, not a file', 'put a file in its place'],
  ENOTDIR: ['a part of its path is a file, not a folder', 'put a folder in its place'],
  ELOOP: ['its links lead in a circle', 'mend the link'],
  ENAMETOOLONG: ['the name is too long for this system', 'give it a shorter name'],
  ENOSPC: ['there is no room left', 'make room, or use another disk'],
  EDQUOT: ['there is no room left', 'make room, or use another disk'],
  EFBIG: ['the file would be larger than the system allows', 'allow larger files (ulimit -f)'],
  EMFILE: ['too many files are open', 'allow more (ulimit -n)'],
  ENFILE: ['too many files are open', 'end other programs'],
  EBUSY: ['another program has it open', 'close it there'],
  EIO: ['the disk fails', 'copy the project to another disk'],
  EAGAIN: ['the system has no more processes', 'end other programs'],
  ENOMEM: ['there is no memory left', 'end other programs'],
};

/** The problem behind an error of the surroundings, or of input that is too deep or too large; undefined for a defect. */
export function systemProblem(error: unknown, place?: Place): Problem | undefined {
  const { code = '', path, message } = error as NodeJS.ErrnoException;
  const at = place ?? { file: path ?? 'the system' };
  const known = systemErrors[code];
  if (known)
    return problem(at, 'system', `${known[0]} (${code}${place && path && !path.endsWith(place.file) ? `, ${path}` : ''})`, known[1]);
  if (!(error instanceof RangeError) && code !== 'ERR_STRING_TOO_LONG' && code !== 'ERR_FS_FILE_TOO_LARGE') return undefined;
  if (/call stack/.test(message)) return problem(at, 'too-deep', 'it is nested too deeply', 'nest it less');
  if (/string|length|allocation|File size/i.test(message))
    return problem(at, 'too-large', 'it is too large to work with', 'make it smaller, or split it');
  return undefined;
}

/** Runs `work` on what stands at `place`, and throws errors of the surroundings as problems of that place. */
export async function within<T>(place: Place, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const found = error instanceof ProjectError ? undefined : systemProblem(error, place);
    throw found ? new ProjectError([found]) : error;
  }
}

/** The candidate nearest to `name` by edit distance, when it is near enough to be a likely slip. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** True for a name that is likely another, misspelt: in another case, or one or two letters away. */
export const isSlip = (name: string, other: string) =>
  editDistance(name.toLowerCase(), other.toLowerCase()) <= (Math.min(name.length, other.length) > 4 ? 2 : 1);

/** A remedy for a wrong name: the nearest existing one, else all of them. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const all = [...candidates];
  const near = nearest(name, all);
  if (near !== undefined) return `did you mean "${near}"?`;
  return all.length > 0 ? `use one of: ${all.slice(0, 20).join(', ')}` : 'there is none to use yet';
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
