/** No folder can be written to; the message says which were tried, and what to do. */
export class NoFolderError extends Error {}
export function ownName(): string;
export function isAbandoned(path: string, mostAge?: number): boolean;
export function removeAbandoned(folder: string): void;
export function scratchFolder(cache: string): string;
export function keptFolder(cache: string, name: string, make: (draft: string) => Promise<void>): Promise<string>;
/** Who is told of a step that takes long and is done once: without one, whoever sits at the terminal. */
export function tellFirstTimes(say: (text: string) => void): void;
export function touch(path: string): void;
export function removeUnused(folder: string, pattern: RegExp, mostBytes?: number): void;
