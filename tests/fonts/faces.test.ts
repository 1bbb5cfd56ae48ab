import { expect, test } from 'vitest';
import { withParts } from '../../scripts/dist/features.ts';
import { packageFor } from '../../scripts/fonts/advice.ts';
import { type Face, faceIn, matchFaces, shippedFaces } from '../../scripts/fonts/faces.ts';

const face = (weight: number, style: Face['style'] = 'normal'): Face => ({ family: 'A', weight, style, file: '', version: '' });

test('a face is matched by family and weight; an unknown family is the first', () => {
  const named = (family: string, wanted: string | number) => {
    const [{ family: found, weight }] = matchFaces(shippedFaces, family, wanted);
    return `${found} ${weight}`;
  };
  expect(named('"Noto Sans TC", sans-serif', 'bold')).toBe('Noto Sans TC 700');
  expect(named('Noto Sans TC', 500)).toBe('Noto Sans TC 400');
  expect(named('Noto Serif TC', 400)).toBe('Noto Serif TC 700');
  expect(named('Comic Sans', 700)).toBe('Noto Sans TC 700');
  expect(named('Georgia, "Noto Serif TC"', 700)).toBe('Noto Serif TC 700');
});

// CSS Fonts 4, 5.2.
test.each([
  [400, [300, 500, 700], 500],
  [450, [400, 500], 500],
  [500, [400, 600], 400],
  [450, [600, 700], 600],
  [300, [200, 400], 200],
  [300, [400, 900], 400],
  [600, [500, 700], 700],
  [900, [100, 400], 400],
])('of the weight %i among %j comes %i', (wanted, has, expected) => {
  const faces = has.map((weight) => face(weight));
  expect(faceIn(faces, 'A', wanted, 'normal')?.weight).toBe(expected);
  expect(faceIn(faces.toReversed(), 'A', wanted, 'normal')?.weight).toBe(expected);
});

test('the parts of a character that browsers divide are there with it', () => {
  expect(withParts('น้ำ').map((each) => each.codePointAt(0)?.toString(16))).toEqual(['e19', 'e49', 'e33', 'e4d', 'e32']);
  expect(withParts('কো').map((each) => each.codePointAt(0)?.toString(16))).toEqual(['995', '9cb', '9c7', '9be']);
  expect(withParts('é한')).toEqual(['é', '한']);
});

test('an italic is taken where the family has one, before the weight', () => {
  const faces = [face(400), face(700), face(400, 'italic')];
  expect(faceIn(faces, 'A', 700, 'italic')).toBe(faces[2]);
  expect(faceIn(faces.slice(0, 2), 'A', 700, 'italic')).toBe(faces[1]);
  expect(faceIn([face(400, 'italic')], 'A', 400, 'normal')?.style).toBe('italic');
});

test.each([
  ['서', 'ko', 'noto-sans-kr'],
  ['ァ', 'en', 'noto-sans-jp'],
  ['込', 'ja', 'noto-sans-jp'],
  ['语', 'zh-Hans', 'noto-sans-sc'],
  ['语', 'en', 'noto-sans-sc'],
  ['ł', 'pl', 'noto-sans'],
  ['Ѣ', 'ru', 'noto-sans'],
  ['ἀ', 'el', 'noto-sans'],
  ['₹', 'hi', 'noto-sans'],
  ['क', 'hi', 'noto-sans'],
  ['ก', 'th', 'noto-sans-thai'],
  ['ع', 'ar', 'noto-sans-arabic'],
  ['∑', 'en', 'noto-sans-math'],
  ['ᚠ', 'en', undefined],
])('for %s in %s the message names %s', (character, language, slug) => {
  expect(packageFor(character, language)).toBe(slug && `@expo-google-fonts/${slug}`);
});
