import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as folders from '../folders.mjs';

/** A result on its way into the cache: its place, where it is written before it is whole, and how many bytes its folder may take. */
export interface KeptFile {
  file: string;
  draft: string;
  content: Uint8Array;
  mostBytes: number;
}

/** Results written in this process, by folder: it is swept at the first, and again after many. */
const writes = new Map<string, number>();
const sweepAfter = 64;

/** Keeps a result, where anything can be written. */
export function keepFile({ file, draft, content, mostBytes }: KeptFile): void {
  try {
    const folder = dirname(file);
    mkdirSync(folder, { recursive: true });
    sweep(folder, mostBytes);
    writeFileSync(draft, content);
    renameSync(draft, file);
  } catch {
    remove(draft);
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It goes with its folder.
  }
}

function sweep(folder: string, mostBytes: number): void {
  const count = writes.get(folder) ?? 0;
  writes.set(folder, count + 1);
  if (count % sweepAfter > 0) return;
  folders.removeUnused(folder, /^[0-9a-f]{32}$/, mostBytes);
}
