import { readFile } from 'node:fs/promises';
import { cached } from '../cache.ts';
import { type Face, familiesOf } from '../fonts/faces.ts';
import { languageWords } from '../quotes/languages/index.ts';
import type { DeckRecord } from '../record/schema.ts';
import { recordElement } from '../record/schema.ts';
import { readingStyle } from './reading-layout.ts';

/** Every character that a card sets in the deck's own faces beside the figures: rows and queries are set in the reader's. */
export function cardText(record: DeckRecord, language: string): string {
  const tables = new Map(record.tables.map((each) => [each.name, each]));
  const asked = record.figures.map(({ table, field, key, unit }) => [
    tables.get(table)?.title,
    tables.get(table)?.fields[field],
    field,
    key,
    unit,
  ]);
  const told = record.tables.map(({ kind, title, file, sources, rows }) => [kind === 'dataset' ? title : '', file, sources, rows]);
  return JSON.stringify([languageWords(language).card, told, asked]);
}

/** The look of figures that can be asked, and of the card that answers. */
export const cardStyle = (faces: readonly Face[]) => `
.tie{cursor:help}
.bespoke-marp-active .tie{pointer-events:auto}
.tie:focus-visible,.tie.tieout-asked{outline:2px solid currentColor;outline-offset:2px}
.untied{text-decoration:underline wavy #c4341a 1px;text-underline-offset:.2em}
.tieout-marks data.tie{text-decoration:underline dotted 2px;text-underline-offset:.2em}
.tieout-marks tspan.tie{text-decoration:underline}
#tieout-card{position:fixed;z-index:100;box-sizing:border-box;border:1px solid #1c1a17;background:#fff;color:#1c1a17;font:16px/1.5 "${familiesOf(faces)[0]}",sans-serif;text-align:start}
#tieout-card>div{box-sizing:border-box;height:100%;overflow:auto;padding:18px 20px}
#tieout-card>div:focus-visible{outline:2px solid #1c1a17;outline-offset:-2px}
#tieout-card>i{position:absolute;width:13px;height:13px;box-sizing:border-box;border:solid #1c1a17;border-width:1px 0 0 1px;background:#fff}
#tieout-card[data-side=right]>i{left:-7px;transform:translateY(-50%) rotate(-45deg)}
#tieout-card[data-side=left]>i{right:-7px;transform:translateY(-50%) rotate(135deg)}
#tieout-card[data-side=below]>i{top:-7px;transform:translateX(-50%) rotate(45deg)}
#tieout-card[data-side=above]>i{bottom:-7px;transform:translateX(-50%) rotate(225deg)}
#tieout-card[data-side=sheet]>i{display:none}
#tieout-card[data-side=sheet]{left:0!important;right:0;bottom:0;width:auto!important;max-height:55vh;display:flex;border-width:2px 0 0}
#tieout-card[data-side=sheet]>div{flex:1;height:auto}
#tieout-card h2{margin:0 36px 8px 0;font-size:22px;line-height:1.3}
#tieout-card h3{margin:14px 0 2px;font-size:16px;color:#5d5850;font-weight:400}
#tieout-card dl{display:grid;grid-template-columns:fit-content(40%) 1fr;gap:3px 14px;margin:0}
#tieout-card dt{color:#5d5850}
#tieout-card dd{margin:0;overflow-wrap:anywhere}
#tieout-card mark{background:none;color:inherit;font-weight:700}
#tieout-card details{border-top:1px solid #d9d5cc;margin-top:8px;padding-top:6px}
#tieout-card details details{margin-left:12px}
#tieout-card summary{cursor:pointer;min-height:24px}
#tieout-card .scroll{overflow:auto;max-height:15em;margin:6px 0}
#tieout-card :is(details,.row,table){font-family:system-ui,sans-serif}
#tieout-card table{width:max-content;border-collapse:collapse;font-size:14px;line-height:1.4}
#tieout-card caption,#tieout-card details>p{margin:0;text-align:start;color:#5d5850;padding-bottom:4px}
#tieout-card th,#tieout-card td{padding:3px 12px 3px 0;border-bottom:1px solid #d9d5cc;text-align:start;vertical-align:top;font-weight:400;max-width:18em}
#tieout-card thead th{color:#5d5850}
#tieout-card pre{margin:6px 0 0;overflow-wrap:anywhere;white-space:pre-wrap;font:13px/1.45 ui-monospace,Consolas,monospace}
#tieout-card button{position:absolute;top:10px;right:10px;width:36px;height:36px;border:0;background:#fff;color:inherit;font-size:24px;line-height:1;cursor:pointer}
.tieout-data{overflow:hidden;clip-path:inset(50%);color:#000;background:#fff}
body .bespoke-progress-parent .bespoke-progress-bar{background:#6b665e!important}
@media (prefers-reduced-motion:reduce){*,::before,::after,::view-transition-group(*),::view-transition-old(*),::view-transition-new(*){animation:none!important;transition:none!important;scroll-behavior:auto!important}}
${readingStyle}
@media print{#tieout-card,.tieout-data{display:none}}`;

/**
 * The script of a deck beside that of Marp CLI: it shows a figure's card on click, Enter or Space, offers the data of
 * charts as tables, shows and hides all marks on T, and stacks the slides in a narrow window.
 */
export const cardScript = async (language: string) => `${await smallProgram()}(${settingsIn(language)});`;

const settingsIn = (language: string) => JSON.stringify({ words: languageWords(language).card, element: recordElement });

/** It is made small with the bundle, beside which it then stands; without one it is made here, and kept. */
async function smallProgram(): Promise<string> {
  const made = await readFile(new URL('card.min.js', import.meta.url), 'utf8').catch(() => undefined);
  if (made !== undefined) return made;
  const { asText, toMinify } = await import('./card-program.ts');
  const program = toMinify();
  const small = await cached('card', [program], async () => {
    const { minify } = await import('rolldown/utils');
    return Buffer.from(asText((await minify('card.js', program)).code));
  });
  return small.toString('utf8');
}
