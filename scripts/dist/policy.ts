import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { elementsIn } from '../slides/markup.ts';

const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** The texts of the scripts of a page, without those that only carry data. */
function scriptsIn(html: string): string[] {
  const scripts = elementsIn(parse(html) as DefaultTreeAdapterTypes.Document, ({ tagName }) => tagName === 'script');
  const running = scripts.filter((each) => !each.attrs.some(({ name, value }) => name === 'type' && value === 'application/json'));
  return running.map((each) => each.childNodes.map((child) => ('value' in child ? child.value : '')).join(''));
}

/**
 * The Content-Security-Policy of a page: it asks no origin for anything, and of scripts it runs those alone that
 * stand in it now, by their hash; no handlers, no others. Styles may stand anywhere, as Marp writes them on elements:
 * with every address forbidden they can only change how the page looks. The page may show itself in a frame, as the
 * presenter view does.
 */
export function contentPolicy(html: string): string {
  const scripts = scriptsIn(html).map(hashOf);
  const rules = {
    'default-src': ["'none'"],
    'script-src': scripts.length > 0 ? scripts : ["'none'"],
    'script-src-attr': ["'none'"],
    'style-src': ["'unsafe-inline'"],
    'img-src': ['data:'],
    'font-src': ['data:'],
    'frame-src': scripts.length > 0 ? ["'self'"] : ["'none'"],
    'connect-src': ["'none'"],
    'form-action': ["'none'"],
    'base-uri': ["'none'"],
  };
  return Object.entries(rules)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}

/** A page with its policy, which stands before all that it rules. */
export const withPolicy = (html: string) =>
  html.replace('<head>', () => `<head><meta http-equiv="Content-Security-Policy" content="${contentPolicy(html)}">`);
