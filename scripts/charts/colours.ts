import { deckTheme } from '../themes/deck.ts';

/** The custom properties of a deck theme's `:root`, and of that of tieout's own theme where it builds on it: the one place where colours are named. */
export function themeColours(css: string): ReadonlyMap<string, string> {
  const root = /:root\s*\{([^}]*)\}/.exec(css)?.[1] ?? '';
  const imported = /@import(?:-theme)?\s+["']tieout["']/.test(css) ? themeColours(deckTheme) : [];
  const own = root.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/(--[\w-]+)\s*:\s*([^;]+)(?:;|$)/g);
  return new Map([...imported, ...[...own].map(([, name, value]) => [name as string, (value as string).trim()] as const)]);
}
