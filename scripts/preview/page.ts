import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeXml } from '../charts/svg.ts';
import { cardScript, cardStyle } from '../dist/card.ts';
import { renderBespoke } from '../dist/html.ts';
import { pageStyle, resolvePage, spaceSlides, writeTied } from '../dist/pages.ts';
import { measureOverflow } from '../dist/pdf.ts';
import { sealPreview } from '../dist/policy.ts';
import { charactersByFace, type Shown } from '../dist/typeset.ts';
import { emojiFace, type Face, faceKey, standInsFor } from '../fonts/faces.ts';
import { hashOf } from '../graph.ts';
import { packageFolder } from '../packages.ts';
import { inWords } from '../quotes/languages/index.ts';
import { recordElement, recordScript } from '../record/schema.ts';
import { remember } from '../remember.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { lookText } from '../visual/measure.ts';
import { type ClientSettings, runClient } from './client.ts';
import { sourceAttribute, traced } from './lines.ts';
import { makeOverlay, overlayStyle } from './overlay.ts';
import type { PreparedDeck } from './render.ts';
import { swapPage } from './swap.ts';

/** A deck's page for the preview, and what its slides come from, `file:line` by slide. */
export interface PreviewPage {
  html: string;
  sources: readonly string[];
}

/** The page of a deck as built, but with its sources on its blocks, its fonts beside it, and the script that keeps it up to date. */
export const makePage = (prepared: PreparedDeck): Promise<PreviewPage> => inWords(prepared.deck.words, () => writePage(prepared));

async function writePage({ deck, record }: PreparedDeck): Promise<PreviewPage> {
  const slides = spaceSlides(resolvePage(await renderBespoke(traced(deck)), deck.ledger, writeTied));
  const sources = [...slides.matchAll(/<section\b[^>]*>/g)].map(([tag]) => sourceOf(tag));
  const head = `<style>${fontRules(deck)}</style><style>${pageStyle(deck.faces)}${cardStyle(deck.faces)}${overlayStyle}</style></head>`;
  const own = clientScripts(deck.deck.name);
  const tail = `${recordScript(JSON.stringify({ record }), 1)}${own}<script>${await cardScript(deck.deck.language)}</script></body>`;
  const html = slides.replace('</head>', () => head).replace(/<\/body>(?![\s\S]*<\/body>)/, () => tail);
  return { html, sources };
}

const sourceOf = (tag: string) => new RegExp(` ${sourceAttribute}="([^"]*)"`).exec(tag)?.[1] ?? '';

/** A page that waits for the first good build of a deck. */
export function waitingPage(deck: string): string {
  const scripts = clientScripts(deck);
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escapeXml(deck)}</title><style>body{background:#000}${overlayStyle}</style></head><body data-bespoke-view="">${scripts}</body></html>`;
}

/** The list of decks. */
export function listPage(decks: readonly string[]): string {
  const links = decks.map((name) => `<li><a href="/${escapeXml(name)}">${escapeXml(name)}</a></li>`).join('');
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>tieout</title><style>body{font:20px/2 sans-serif;margin:40px}</style></head><body><ul>${links}</ul></body></html>`;
}

/** A page under the policy of previews, as served by `host`. */
export const sealed = (html: string, host: string) => sealPreview(html, host);

/** The name of a face on the preview's own server. */
export const faceName = (face: Face) => hashOf(faceKey(face));

/** The faces that styles name behind one, by their keys, slide by slide: most are as they were. */
const nextOn = remember<ReadonlyMap<string, readonly string[]>>(2000);
const nextByKey = ({ next }: Shown) => new Map([...next].map(([face, others]) => [faceKey(face), [...others].map(faceKey)]));

/** Whole faces, from the preview's own server: nothing is to be cut when a character is new. Of rules alike the last is asked first, and those above it for what it lacks. */
function fontRules({ faces, slides, css }: RenderedDeck): string {
  const byKey = new Map(faces.map((face) => [faceKey(face), face]));
  const styles = hashOf([css, ...byKey.keys()].join('\n'));
  const named = slides.map(({ html }) => nextOn(`${styles} ${html}`, () => nextByKey(charactersByFace(html, css, faces))));
  const next = (face: Face) => named.flatMap((each) => each.get(faceKey(face)) ?? []).flatMap((key) => byKey.get(key) ?? []);
  const inOrder = (face: Face) => [...new Set([face, ...next(face), ...standInsFor(face, faces), emojiFace])];
  return faces
    .flatMap((face) =>
      inOrder(face)
        .reverse()
        .map((from) => fontRule(face, from)),
    )
    .join('');
}

const fontRule = ({ family, weight, style }: Face, from: Face) =>
  `@font-face{font-family:"${family}";font-weight:${weight};font-style:${style};src:url(/fonts/${faceName(from)})}`;

let morphdom: string | undefined;

/** The scripts of the preview: they stand before the deck's own, as they hear clicks first. */
function clientScripts(deck: string): string {
  morphdom ??= readFileSync(join(packageFolder('morphdom'), 'dist', 'morphdom-umd.min.js'), 'utf8');
  const settings: ClientSettings = { deck, source: sourceAttribute, record: recordElement };
  return `<script>${morphdom}</script><script>(${runClient})(${JSON.stringify(settings)},${measureOverflow},${makeOverlay},${swapPage},${lookText});</script>`;
}
