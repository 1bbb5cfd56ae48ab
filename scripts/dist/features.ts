/** The OpenType features that browsers use unless told otherwise. */
const standard = ['ccmp', 'locl', 'mark', 'mkmk', 'kern', 'liga', 'clig', 'calt', 'rlig', 'rclt'];

/** Those that set text in columns. */
const vertical = ['vert', 'vrt2', 'vkrn', 'vpal', 'valt', 'vhal'];

/** The features behind the words of `font-variant` (CSS Fonts 4, 6.4 to 6.11). */
const variants: Record<string, readonly string[]> = {
  'tabular-nums': ['tnum'],
  'proportional-nums': ['pnum'],
  'lining-nums': ['lnum'],
  'oldstyle-nums': ['onum'],
  'diagonal-fractions': ['frac'],
  'stacked-fractions': ['afrc'],
  ordinal: ['ordn'],
  'slashed-zero': ['zero'],
  'small-caps': ['smcp'],
  'all-small-caps': ['smcp', 'c2sc'],
  'petite-caps': ['pcap'],
  'all-petite-caps': ['pcap', 'c2pc'],
  unicase: ['unic'],
  'titling-caps': ['titl'],
  'discretionary-ligatures': ['dlig'],
  'historical-ligatures': ['hlig'],
  'historical-forms': ['hist'],
  'proportional-width': ['pwid'],
  'full-width': ['fwid'],
  ruby: ['ruby'],
  jis78: ['jp78'],
  jis83: ['jp83'],
  jis90: ['jp90'],
  jis04: ['jp04'],
  simplified: ['smpl'],
  traditional: ['trad'],
  sub: ['subs'],
  super: ['sups'],
};

/** The OpenType features that a page with these styles can use, sorted: a font cut down to them looks the same there. */
export function featuresIn(css: string): string[] {
  const settings = [...css.matchAll(/font-feature-settings\s*:([^;}]*)/g)].flatMap(([, value]) =>
    [...(value as string).matchAll(/["']([\x20-\x7e]{4})["']/g)].map((match) => match[1] as string),
  );
  const words = [...css.matchAll(/font-variant(?:-[a-z-]+)?\s*:([^;}]*)/g)].flatMap(([, value]) =>
    (value as string).split(/[\s!]+/).flatMap((word) => variants[word] ?? []),
  );
  const columns = /writing-mode|text-orientation/.test(css) ? vertical : [];
  return [...new Set([...standard, ...settings, ...words, ...columns])].sort();
}
