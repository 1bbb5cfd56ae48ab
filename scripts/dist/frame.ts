import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Marp, MarpOptions } from '@marp-team/marp-core';
import { cached } from '../cache.ts';
import { shippedFaces } from '../fonts/faces.ts';
import { packageFolder } from '../packages.ts';
import { Ledger } from '../quotes/ledger.ts';
import { runMarpCli } from './marp-cli.ts';

/** What Marp CLI puts around slides, and how it has Marp render them. */
export interface Frame {
  html: string;
  options: MarpOptions;
}

/** What stands in a frame where a deck has its own; words that Marp CLI leaves as they are. */
const slots = { lang: 'zz-tieout', title: 'slot-title', author: 'slot-author', description: 'slot-description' } as const;
const contents = { html: '<i>slot-html</i>', css: '/*slot-css*/', notes: 'slot-notes' } as const;

/** What a deck says of itself; what is empty is left out. */
export type Said = Record<keyof typeof slots, string>;

/** What Marp renders of a deck. */
export interface Rendered {
  html: string;
  css: string;
  comments: readonly (readonly string[])[];
}

/** The frame of decks that say of themselves what is not empty in `said`: kept, as it is the same until Marp CLI changes. */
export async function loadFrame(said: Said): Promise<Frame> {
  const names = (Object.keys(slots) as (keyof Said)[]).filter((name) => said[name] !== '');
  const { version } = JSON.parse(await readFile(join(packageFolder('@marp-team/marp-cli'), 'package.json'), 'utf8')) as { version: string };
  const kept = await cached('frame', [version, frameModule, ...names], async () => Buffer.from(JSON.stringify(await makeFrame(names))));
  return JSON.parse(kept.toString('utf8')) as Frame;
}

/** Frames change with this number. */
const frameModule = '1';

/** Has Marp CLI make a deck of slots. */
async function makeFrame(names: readonly (keyof Said)[]): Promise<Frame> {
  const { makeMarp } = await import('../slides/marp.ts');
  const css = '/* @theme slots */';
  const stage = {
    language: slots.lang,
    css,
    ledger: new Ledger(),
    literals: [],
    tables: new Map(),
    images: new Map(),
    dividers: [],
    faces: shippedFaces,
  };
  let options: MarpOptions = {};
  const engine = (given: MarpOptions): Marp => {
    options = JSON.parse(JSON.stringify(given)) as MarpOptions;
    const marp = makeMarp(stage, given);
    const render = marp.render.bind(marp);
    marp.render = ((markdown: string, env: object) => {
      const rendered = render(markdown, env);
      return { ...rendered, html: contents.html, css: contents.css, comments: [[contents.notes]] };
    }) as never;
    return marp;
  };
  const head = names.map((name) => `${name}: ${slots[name]}`);
  const html = await runMarpCli(`---\nmarp: true\ntheme: slots\n${head.join('\n')}\n---\n\n# A slide\n`, engine);
  return { html, options };
}

/** Puts a deck into a frame, as Marp CLI does. */
export function fillFrame(frame: Frame, said: Said, { html, css, comments }: Rendered): string {
  const given: Record<string, string> = { [contents.html]: html, [contents.css]: css, [noteOf(0, [contents.notes])]: notesOf(comments) };
  for (const name of Object.keys(slots) as (keyof Said)[]) given[slots[name]] = escapePug(said[name]);
  const found = new RegExp(
    Object.keys(given)
      .map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('|'),
    'g',
  );
  return frame.html.replace(found, (slot) => given[slot] as string);
}

const notesOf = (comments: Rendered['comments']) => comments.map((own, index) => (own.length > 0 ? noteOf(index, own) : '')).join('');

const noteOf = (index: number, notes: readonly string[]) =>
  `<div class="bespoke-marp-note" data-index="${index}" tabindex="0">${notes.map((each) => `<p>${escapePug(each)}</p>`).join('')}</div>`;

/** Escapes text as the template of Marp CLI does. */
const escapePug = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
