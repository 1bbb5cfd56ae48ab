import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { recordType } from '../record/schema.ts';
import { elementsIn } from '../slides/markup.ts';

const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** The texts of the scripts of a page outside its sections, which are Marp's and our own, without those that only carry data. */
export function scriptsOf(document: DefaultTreeAdapterTypes.Document): string[] {
  const found = elementsIn(document, ({ tagName }) => tagName === 'script' || tagName === 'section');
  const carries = (each: (typeof found)[number]) => each.attrs.some(({ name, value }) => name === 'type' && value === recordType);
  const running = found.filter((each) => each.tagName === 'script' && !carries(each));
  return running.map((each) => each.childNodes.map((child) => ('value' in child ? child.value : '')).join(''));
}

/**
 * The Content-Security-Policy of a page: it asks no origin for anything, and of scripts it runs those alone that
 * are given, by their hash; no handlers, no others. Styles may stand anywhere, as Marp writes them on elements:
 * with every address forbidden they can only change how the page looks. The page may show itself in a frame, as the
 * presenter view does.
 */
function contentPolicy(scripts: readonly string[], own: Record<string, string[]> = {}): string {
  const rules = {
    'default-src': ["'none'"],
    'script-src': scripts.length > 0 ? scripts.map(hashOf) : ["'none'"],
    'script-src-attr': ["'none'"],
    'style-src': ["'unsafe-inline'"],
    'img-src': ['data:'],
    'font-src': ['data:'],
    'frame-src': scripts.length > 0 ? ["'self'"] : ["'none'"],
    'connect-src': ["'none'"],
    'form-action': ["'none'"],
    'base-uri': ["'none'"],
    ...own,
  };
  return Object.entries(rules)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}

const withPolicy = (html: string, scripts: readonly string[], own?: Record<string, string[]>) =>
  html.replace('<head>', () => `<head><meta http-equiv="Content-Security-Policy" content="${contentPolicy(scripts, own)}">`);

/** A deck's page under a policy that lets its own `scripts` run. */
export const sealPage = (html: string, scripts = scriptsOf(parse(html))) => withPolicy(html, scripts);

/** A deck's page as previewed: it may also hear from the server that it came from (`host`), and take its fonts from there. */
export const sealPreview = (html: string, host: string) =>
  withPolicy(html, scriptsOf(parse(html)), { 'connect-src': [`ws://${host}`], 'font-src': ["'self'", 'data:'] });

/** A page for print under a policy that lets nothing run. */
export const sealPrint = (html: string) => withPolicy(html, []);
