/** Fonts on npm for what the shipped ones lack, by what a character is; the first that fits. */
const packages: readonly (readonly [RegExp, string])[] = [
  [/\p{sc=Hang}/u, 'noto-sans-kr'],
  [/[\p{scx=Hira}\p{scx=Kana}]/u, 'noto-sans-jp'],
  [/[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Deva}\p{Sc}]/u, 'noto-sans'],
  [/\p{sc=Tibt}/u, 'noto-serif-tibetan'],
  [/[\p{Sm}\u{1d400}-\u{1d7ff}]/u, 'noto-sans-math'],
];

/** Other scripts, each with a font of its name. */
const scripts =
  'Arabic Armenian Bengali Cherokee Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam Mongolian Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tifinagh'.split(
    ' ',
  );

/** Fonts of Chinese characters, by the language of the deck. */
const ofHan: readonly (readonly [RegExp, string])[] = [
  [/^ja\b/, 'noto-sans-jp'],
  [/^ko\b/, 'noto-sans-kr'],
  [/^(?:yue|zh-HK|zh-Hant-HK)\b/, 'noto-sans-hk'],
];

/** The npm package of a font that has a character, for a deck in a language; undefined where none is known. */
export function packageFor(character: string, language: string): string | undefined {
  const han = /\p{sc=Han}/u.test(character) ? (ofHan.find(([tag]) => tag.test(language))?.[1] ?? 'noto-sans-sc') : undefined;
  const script = () => scripts.find((each) => new RegExp(`\\p{sc=${each}}`, 'u').test(character))?.toLowerCase();
  const name = han ?? packages.find(([kind]) => kind.test(character))?.[1] ?? (script() && `noto-sans-${script()}`);
  return name && `@expo-google-fonts/${name}`;
}
