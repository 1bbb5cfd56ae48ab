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

const indic =
  '\\p{sc=Beng}\\p{sc=Deva}\\p{sc=Gujr}\\p{sc=Guru}\\p{sc=Khmr}\\p{sc=Knda}\\p{sc=Mlym}\\p{sc=Mymr}\\p{sc=Orya}\\p{sc=Sinh}\\p{sc=Taml}\\p{sc=Telu}\\p{sc=Tibt}';
const divided = new RegExp(`[${indic}\\p{sc=Thai}\\p{sc=Lao}]`, 'u');

/** Characters with the parts into which browsers divide some before they set them, such as the Thai am: its ring stands above the letter before. */
export const withParts = (characters: Iterable<string>): string[] => [
  ...new Set([...characters].flatMap((each) => (divided.test(each) ? [each, ...each.normalize('NFKD')] : [each]))),
];

/** Scripts whose letters change by their place, with the features that browsers shape them by (OpenType, script development specs). */
const shaped: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Nko}\p{sc=Mongolian}\p{sc=Adlam}]/u,
    ['isol', 'init', 'medi', 'fina', 'med2', 'fin2', 'fin3', 'mset', 'stch'],
  ],
  [/[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/, ['ljmo', 'vjmo', 'tjmo']],
  [
    new RegExp(`[${indic}]`, 'u'),
    'abvf abvm abvs akhn blwf blwm blws cfar cjct dist half haln init nukt pref pres psts pstf rkrf rphf vatu'.split(' '),
  ],
];

/** The OpenType features that a page with these styles and characters can use, sorted: a font cut down to them looks the same there. */
export function featuresIn(css: string, characters: readonly string[]): string[] {
  const settings = [...css.matchAll(/font-feature-settings\s*:([^;}]*)/g)].flatMap(([, value]) =>
    [...(value as string).matchAll(/["']([\x20-\x7e]{4})["']/g)].map((match) => match[1] as string),
  );
  const words = [...css.matchAll(/font-variant(?:-[a-z-]+)?\s*:([^;}]*)/g)].flatMap(([, value]) =>
    (value as string).split(/[\s!]+/).flatMap((word) => variants[word] ?? []),
  );
  const columns = /writing-mode|text-orientation/.test(css) ? vertical : [];
  const text = characters.join('');
  const shaping = shaped.flatMap(([script, features]) => (script.test(text) ? features : []));
  return [...new Set([...standard, ...shaping, ...settings, ...words, ...columns])].sort();
}
