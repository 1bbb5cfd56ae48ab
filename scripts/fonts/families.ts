import { type Face, familiesOf, shippedFaces } from './faces.ts';

const [sans, serif] = familiesOf(shippedFaces) as [string, string];

/**
 * A theme of tieout's in the fonts of a project: where it names the shipped sans, the first family of the project stands
 * before it, and where it names the serif, the first that calls itself one. With `most`, no more families than that are named.
 */
export function inFamilies(theme: string, faces: readonly Face[], most = 3): string {
  const own = familiesOf(faces);
  const first = own[0] as string;
  if (first === sans) return theme;
  const named = (families: readonly (string | undefined)[]) =>
    [...new Set(families.filter((each) => each !== undefined))]
      .slice(0, most)
      .map((each) => `"${each}"`)
      .join(', ');
  const title = own.find((each) => isSerif.test(each) && each !== serif);
  return theme.replaceAll(`"${serif}"`, named([title, first, serif])).replaceAll(`"${sans}"`, named([first, sans]));
}

/** What families of serifs call themselves, in Chinese, Japanese and Korean too. */
const isSerif = /\b(?:Serif|Mincho|Song|Ming|Myeongjo|Batang)\b/i;
