import generate from 'css-tree/generator';
import parse, { type CssNode } from 'css-tree/parser';
import walk from 'css-tree/walker';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { type Face, type FontStyle, faceIn, familiesOf } from '../fonts/faces.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** The fonts in which a text may be set: families of decks in the order in which they are tried, weights and styles. */
interface Setting {
  /** Lists of families, by their JSON. */
  stacks: ReadonlySet<string>;
  weights: ReadonlySet<number>;
  styles: ReadonlySet<FontStyle>;
}

/** What a declaration can make of a font; `inherit` where it may leave what is inherited. Undefined where it says nothing of it. */
interface Wish {
  stacks?: ReadonlySet<string> | undefined;
  weights?: ReadonlySet<number | 'bolder' | 'lighter' | 'inherit'> | undefined;
  styles?: ReadonlySet<FontStyle | 'inherit'> | undefined;
}

/** A rule that may match elements, by the names, classes and ids that its last part asks for. */
interface Rule {
  wish: Wish;
  matches: (element: Element) => boolean;
  /** True when it applies to all that it matches here: no state, no condition, no place in the tree. */
  isSure: boolean;
}

/** The families that declarations may name, and the values of custom properties. */
interface Names {
  families: readonly string[];
  values: ReadonlyMap<string, readonly string[]>;
}

/** What the faces of a page may have to show. */
export interface Shown {
  /** The characters of each, those among them that it lacks. A face in which nothing can be set is left out. */
  characters: Map<Face, Set<string>>;
  /** The faces that styles name behind one, for what it lacks. */
  next: Map<Face, Set<Face>>;
}

/**
 * What each face may have to show of an HTML fragment or an SVG under a style sheet: more than it does, but never less. A rule
 * counts for all elements that its last part may match, whatever stands before it.
 */
export function charactersByFace(html: string, css: string, faces: readonly Face[]): Shown {
  const shown: Shown = { characters: new Map(), next: new Map() };
  const names = { families: familiesOf(faces), values: customProperties(css, html) };
  const rules = fontRulesIn(css, names);
  const show = shower(shown, faces);
  const visit = (nodes: readonly Node[], inherited: Setting): void => {
    for (const node of nodes) {
      if (node.nodeName === '#text') show((node as DefaultTreeAdapterTypes.TextNode).value, inherited);
      else if ('tagName' in node) {
        const own = settingOf(node, rules, names, inherited);
        // What styles add to it may be set in its font, though no text of its own is.
        show('', own);
        visit('content' in node ? node.content.childNodes : node.childNodes, own);
      }
    }
  };
  visit(parseFragment(html).childNodes, { stacks: new Set(), weights: new Set([400]), styles: new Set(['normal']) });
  const { characters } = shown;
  return { ...shown, characters: new Map(faces.flatMap((face) => (characters.has(face) ? [[face, setIn(characters, face)]] : []))) };
}

/** The set of a key in a map, made where there is none. */
function setIn<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const own = map.get(key) ?? new Set();
  map.set(key, own);
  return own;
}

/** Gives what adds the characters of a text to the first face of each of its lists. */
function shower({ characters, next }: Shown, faces: readonly Face[]): (text: string, setting: Setting) => void {
  const known = new Map<string, Face[]>();
  const facesOf = (stack: string, weight: number, style: FontStyle) => {
    const key = `${stack} ${weight} ${style}`;
    const own = known.get(key) ?? (JSON.parse(stack) as string[]).flatMap((family) => faceIn(faces, family, weight, style) ?? []);
    known.set(key, own);
    return own;
  };
  return (text, { stacks, weights, styles }) => {
    const isBlank = text.trim() === '';
    for (const stack of stacks)
      for (const weight of weights)
        for (const style of styles) {
          const [first, ...others] = facesOf(stack, weight, style);
          if (!first) continue;
          const own = setIn(characters, first);
          for (const each of others) setIn(next, first).add(each);
          if (!isBlank) for (const character of text) own.add(character);
        }
  };
}

const boldTags = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'th']);
const bolderTags = new Set(['b', 'strong']);
const italicTags = new Set(['em', 'i', 'cite', 'dfn', 'var', 'address']);

/** The fonts in which the text of an element may be set. What nothing else says, the browser does; or it is inherited. */
function settingOf(element: Element, rules: readonly Rule[], names: Names, inherited: Setting): Setting {
  const { tagName } = element;
  const own = rules.filter((rule) => rule.matches(element));
  const wishes = [...own.map(({ wish, isSure }) => ({ wish, isSure })), ...attributeWishes(element, names)];
  const wished = <K extends keyof Wish>(key: K, otherwise: string) => {
    const said = wishes.filter(({ wish }) => wish[key]);
    const all = new Set<string | number>(said.flatMap(({ wish }) => [...(wish[key] as Iterable<string | number>)]));
    return said.some(({ isSure }) => isSure) ? all : all.add(otherwise);
  };
  const weights = wished('weights', boldTags.has(tagName) ? 'bold' : bolderTags.has(tagName) ? 'bolder' : 'inherit');
  return {
    stacks: resolved(wished('stacks', 'inherit'), { inherit: inherited.stacks }) as Set<string>,
    weights: resolved(weights, {
      inherit: inherited.weights,
      bold: [700],
      bolder: [...inherited.weights].map((each) => (each < 350 ? 400 : each < 550 ? 700 : Math.max(each, 900))),
      lighter: [...inherited.weights].map((each) => (each < 100 ? each : each < 550 ? 100 : each < 750 ? 400 : 700)),
    }) as Set<number>,
    styles: resolved(wished('styles', italicTags.has(tagName) ? 'italic' : 'inherit'), { inherit: inherited.styles }) as Set<FontStyle>,
  };
}

/** Wishes with what some words of them stand for. */
const resolved = (wishes: ReadonlySet<string | number>, words: Readonly<Record<string, Iterable<string | number>>>) =>
  new Set([...wishes].flatMap((each) => [...(words[each] ?? [each])]));

/** What the attributes of an element say: those of SVG give way to any rule, a style to hardly any. */
function attributeWishes(element: Element, names: Names): { wish: Wish; isSure: boolean }[] {
  const value = (name: string) => element.attrs.find((each) => each.name === name)?.value;
  const wishes = ['font-family', 'font-weight', 'font-style', 'font'].flatMap((name) => {
    const own = value(name);
    return own === undefined ? [] : [{ wish: wishOf(name, own, names), isSure: true }];
  });
  const style = value('style');
  if (style && /font|all\s*:/i.test(style)) wishes.push(...wishesIn(style, names).map((wish) => ({ wish, isSure: false })));
  return wishes;
}

function wishesIn(style: string, names: Names): Wish[] {
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
function wishOf(property: string, value: string, names: Names): Wish {
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
    ...(says('font-family') && { stacks: wish.stacks }),
    ...(says('font-weight') && { weights: wish.weights }),
    ...(says('font-style') && { styles: wish.styles }),
  };
}

function wishIn(property: string, text: string, { families }: Names): Wish {
  // In the shorthand numbers may also stand in the names of families and in the height of lines.
  const plain = property === 'font' ? text.replace(/(["'])[^"']*\1|\/\s*[\d.]+/g, '') : text;
  const spaced = text.replace(/\s+/g, ' ');
  const at = families.map(
    (family) => [spaced.search(new RegExp(`(?<![\\w-])${escaped(family.toLowerCase())}(?![\\w-]| \\w)`)), family] as const,
  );
  const stack = at.filter(([index]) => index >= 0).sort(([a], [b]) => a - b);
  return {
    stacks: new Set([JSON.stringify(stack.map(([, family]) => family))]),
    weights: weightsIn(plain),
    styles: new Set(/\b(?:italic|oblique)\b/.test(plain) ? ['italic'] : ['normal']),
  };
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
function customProperties(css: string, html: string): Map<string, string[]> {
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

/** Every rule of a style sheet that says something of a font. */
function fontRulesIn(css: string, names: Names): Rule[] {
  const rules: Rule[] = [];
  walk(parse(css, { parseValue: false }), {
    visit: 'Rule',
    enter({ prelude, block }) {
      const isPlain = this.atrule === null && this.rule === null;
      const wishes: Wish[] = [];
      for (const each of block.children ?? [])
        if (each.type === 'Declaration' && /^(?:font|all$)/i.test(each.property))
          wishes.push(wishOf(each.property.toLowerCase(), generate(each.value), names));
      for (const wish of wishes)
        for (const selector of prelude.type === 'SelectorList' ? (prelude.children ?? []) : [undefined])
          rules.push(ruleOf(wish, selector, isPlain));
    },
  });
  return rules.filter(({ wish }) => wish.stacks || wish.weights || wish.styles);
}

function ruleOf(wish: Wish, selector: CssNode | undefined, isPlain: boolean): Rule {
  if (selector?.type !== 'Selector') return { wish, matches: () => true, isSure: false };
  const parts = selector.children?.toArray() ?? [];
  const last = parts.slice(parts.findLastIndex((each) => each.type === 'Combinator') + 1);
  return { wish, matches: matcher(last), isSure: isPlain && isSureSelector(generate(selector)) };
}

/** True for one element name or class, at most below the sections that hold every slide. */
const isSureSelector = (text: string) =>
  /^(?:div#\\:\\\$p>svg>foreignObject>)?(?:section|:where\(section\):not\(\[\\20 root\]\))(?: [a-z][a-z0-9]*| \.[\w-]+)?$/i.test(text);

/** Whether an element may be what the parts of one compound selector ask for. */
function matcher(parts: readonly CssNode[]): (element: Element) => boolean {
  const tests = parts.map((part): ((element: Element) => boolean) => {
    if (part.type === 'TypeSelector') {
      const name = part.name.toLowerCase().split('|').at(-1);
      return (element) => name === '*' || element.tagName.toLowerCase() === name;
    }
    if (part.type === 'ClassSelector' && !part.name.includes('\\'))
      return (element) => attribute(element, 'class').split(/\s+/).includes(part.name);
    if (part.type === 'PseudoClassSelector' && /^(?:is|where)$/i.test(part.name) && part.children?.first?.type === 'SelectorList') {
      const inner = part.children.first.children?.toArray().map((each) => ruleOf({}, each, false).matches) ?? [];
      return (element) => inner.some((matches) => matches(element));
    }
    return () => true;
  });
  return (element) => tests.every((test) => test(element));
}

const attribute = (element: Element, name: string) => element.attrs.find((each) => each.name === name)?.value ?? '';
