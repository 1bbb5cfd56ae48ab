import generate from 'css-tree/generator';
import parse from 'css-tree/parser';
import walk from 'css-tree/walker';
import type { FontStyle } from '../fonts/faces.ts';

/** What a declaration can make of a font; `inherit` where it may leave what is inherited. Undefined where it says nothing of it. */
export interface Wish {
  stacks?: ReadonlySet<string> | undefined;
  weights?: ReadonlySet<number | 'bolder' | 'lighter' | 'inherit'> | undefined;
  styles?: ReadonlySet<FontStyle | 'inherit'> | undefined;
  /** The family that it names first, where no face has it. */
  foreign?: string | undefined;
}

/** The families that declarations may name, and the values of custom properties. */
export interface Names {
  families: readonly string[];
  values: ReadonlyMap<string, readonly string[]>;
  /** Those that are there, of the deck or brought by a style, in small letters. */
  there: ReadonlySet<string>;
}

/** What the declarations of a style attribute ask for. */
export function wishesIn(style: string, names: Names): Wish[] {
  const wishes: Wish[] = [];
  walk(parse(style, { context: 'declarationList', parseValue: false }), {
    visit: 'Declaration',
    enter: ({ property, value }) => void wishes.push(wishOf(property.toLowerCase(), generate(value), names)),
  });
  return wishes;
}

const isOfFont = (property: string) => /^(?:font(?:-family|-weight|-style)?|all)$/.test(property);
const inherit = new Set(['inherit'] as const);
const asInherited: Wish = { stacks: inherit, weights: inherit, styles: inherit };

const anything = ({ families }: Names): Wish => ({
  stacks: new Set([...families.map((each) => JSON.stringify([each])), 'inherit']),
  weights: new Set([...anyWeight, 'inherit']),
  styles: new Set(['normal', 'italic', 'inherit']),
});
const anyWeight = [100, 200, 300, 400, 500, 600, 700, 800, 900];

/** What a declaration asks of the font. */
export function wishOf(property: string, value: string, names: Names): Wish {
  if (!isOfFont(property)) return {};
  const text = withValues(value.toLowerCase(), names);
  const wish = /var\(|env\(|attr\(|\\|revert/.test(text)
    ? anything(names)
    : /^\s*(?:inherit|unset)\b/.test(text)
      ? asInherited
      : property === 'all'
        ? anything(names)
        : wishIn(property, text, names);
  const says = (longhand: string) => property === longhand || property === 'font' || property === 'all';
  return {
    ...(says('font-family') && { stacks: wish.stacks, foreign: wish.foreign }),
    ...(says('font-weight') && { weights: wish.weights }),
    ...(says('font-style') && { styles: wish.styles }),
  };
}

function wishIn(property: string, text: string, { families, there }: Names): Wish {
  // In the shorthand numbers may also stand in the names of families and in the height of lines.
  const plain = property === 'font' ? text.replace(/(["'])[^"']*\1|\/\s*[\d.]+/g, '') : text;
  const spaced = text.replace(/\s+/g, ' ');
  const at = families.map(
    (family) => [spaced.search(new RegExp(`(?<![\\w-])${escaped(family.toLowerCase())}(?![\\w-]| \\w)`)), family] as const,
  );
  const stack = at.filter(([index]) => index >= 0).sort(([a], [b]) => a - b);
  const family = firstFamily(property, spaced);
  return {
    foreign: family === undefined || there.has(family) ? undefined : family,
    stacks: new Set([JSON.stringify(stack.map(([, family]) => family))]),
    weights: weightsIn(plain),
    styles: new Set(/\b(?:italic|oblique)\b/.test(plain) ? ['italic'] : ['normal']),
  };
}

/** The first family of a value; in the shorthand families follow the size. */
function firstFamily(property: string, text: string): string | undefined {
  const size =
    /(?:^|\s)(?:[\d.]+(?:[a-z]+|%)|(?:xx?-)?small|(?:x{1,3}-)?large|medium|smaller|larger)(?:\s*\/\s*[\w.%]+)?\s*(?=[\s"'])(.+)$/;
  const list = property === 'font' ? size.exec(text)?.[1] : text;
  return list
    ?.split(',')[0]
    ?.replace(/!important/, '')
    .trim()
    .replace(/^["']|["']$/g, '');
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The weights that the value of `font` or `font-weight` may give. */
function weightsIn(text: string): ReadonlySet<number | 'bolder' | 'lighter'> {
  const relative = /\b(bolder|lighter)\b/.exec(text)?.[1] as 'bolder' | 'lighter' | undefined;
  if (relative) return new Set([relative]);
  if (/calc|min|max|clamp/.test(text)) return new Set(anyWeight);
  if (/\bbold\b/.test(text)) return new Set([700]);
  const numbers = [...text.matchAll(/(?<![\w.#-])(\d{1,4})(?![\w.%])/g)].map((match) => Number(match[1]));
  return new Set(numbers.length === 0 ? [400] : numbers);
}

/** The values of custom properties, by their names, as rules and elements give them. */
export function customProperties(css: string, html: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [, name = '', value = ''] of `${css}\n${html}`.matchAll(/(--[\w-]+)\s*:\s*([^;{}]*)/g))
    values.set(name.toLowerCase(), [...(values.get(name.toLowerCase()) ?? []), value.trim().toLowerCase()]);
  return values;
}

/** A value with that of each custom property that has one alone. */
const withValues = (text: string, { values }: Names) =>
  text.replace(/var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)/g, (whole, name: string) => {
    const [value, ...others] = new Set(values.get(name));
    return value !== undefined && others.length === 0 ? value : whole;
  });
