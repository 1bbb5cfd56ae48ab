import generate from 'css-tree/generator';
import parse, { type CssNode } from 'css-tree/parser';
import walk from 'css-tree/walker';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { type Face, type FontStyle, faceIn, familiesOf } from '../fonts/faces.ts';
import { customProperties, type Names, type Wish, wishesIn, wishOf } from './font-wishes.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** The fonts in which a text may be set: families of decks in the order in which they are tried, weights and styles. */
interface Setting {
  /** Lists of families, by their JSON. */
  stacks: ReadonlySet<string>;
  weights: ReadonlySet<number>;
  styles: ReadonlySet<FontStyle>;
  /** The family that comes first for certain, where no face has it. */
  foreign: string | undefined;
}

/** A rule that may match elements, by the names, classes and ids that its last part asks for. */
interface Rule {
  wish: Wish;
  matches: (element: Element) => boolean;
  /** True when it applies to all that it matches here: no state, no condition, no place in the tree. */
  isSure: boolean;
  /** Classes of the slide that it asks for beside that; undefined where it asks for more. */
  scope: readonly string[] | undefined;
  /** How many classes it asks for in all: of the rules that apply the one with most counts, of those alike the last. */
  rank: number;
}

type Wished = Omit<Rule, 'matches'>;

/** What the faces of a page may have to show. */
export interface Shown {
  /** The characters of each, those among them that it lacks. A face in which nothing can be set is left out. */
  characters: Map<Face, Set<string>>;
  /** The faces that styles name behind one, for what it lacks. */
  next: Map<Face, Set<Face>>;
  /** Families without a face in which a text is set first for certain, with the first such text and the number of its section. */
  foreign: Map<string, { text: string; section: number }>;
}

/**
 * What each face may have to show of an HTML fragment or an SVG under a style sheet: more than it does, but never less. A rule
 * counts for all elements that its last part may match, whatever stands before it.
 */
export function charactersByFace(html: string, css: string, faces: readonly Face[]): Shown {
  const shown: Shown = { characters: new Map(), next: new Map(), foreign: new Map() };
  const families = familiesOf(faces);
  const brought = [...css.matchAll(/@font-face\s*\{[^}]*font-family\s*:\s*["']?([^"';}]+)/gi)].map((match) => (match[1] as string).trim());
  const there = new Set([...families, ...brought].map((each) => each.toLowerCase()));
  const names = { families, values: customProperties(css, html), there };
  const rules = fontRulesIn(css, names);
  const show = shower(shown, faces);
  let section = 0;
  const visit = (nodes: readonly Node[], inherited: Setting): void => {
    for (const node of nodes) {
      if (node.nodeName === '#text') {
        const { value } = node as DefaultTreeAdapterTypes.TextNode;
        show(value, inherited);
        const { foreign } = inherited;
        if (foreign && value.trim() !== '' && !shown.foreign.has(foreign)) shown.foreign.set(foreign, { text: value.trim(), section });
      } else if ('tagName' in node) {
        if (node.tagName === 'section') section++;
        const own = settingOf(node, rules, names, inherited);
        // What styles add to it may be set in its font, though no text of its own is.
        show('', own);
        visit('content' in node ? node.content.childNodes : node.childNodes, own);
      }
    }
  };
  visit(parseFragment(html).childNodes, { stacks: new Set(), weights: new Set([400]), styles: new Set(['normal']), foreign: undefined });
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
  const wishes = [...own, ...attributeWishes(element, names)];
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
    foreign: foreignIn(element, wishes, inherited.foreign),
    styles: resolved(wished('styles', italicTags.has(tagName) ? 'italic' : 'inherit'), { inherit: inherited.styles }) as Set<FontStyle>,
  };
}

/** The family without a face that comes first for certain: that of the wish that counts, else what is inherited. */
function foreignIn(element: Element, wishes: readonly Wished[], inherited: string | undefined): string | undefined {
  let slide: DefaultTreeAdapterTypes.ParentNode | null = element;
  while (slide && 'tagName' in slide && slide.tagName !== 'section') slide = slide.parentNode;
  const classes = slide && 'tagName' in slide ? attribute(slide, 'class').split(/\s+/) : [];
  const said = wishes.filter(({ wish, scope = [] }) => wish.stacks && scope.every((each) => classes.includes(each)));
  if (said.some(({ scope }) => !scope)) return undefined;
  const [last] = said.toReversed().sort((a, b) => b.rank - a.rank);
  return last ? last.wish.foreign : inherited;
}

/** Wishes with what some words of them stand for. */
const resolved = (wishes: ReadonlySet<string | number>, words: Readonly<Record<string, Iterable<string | number>>>) =>
  new Set([...wishes].flatMap((each) => [...(words[each] ?? [each])]));

/** What the attributes of an element say: those of SVG give way to any rule, a style to hardly any. */
function attributeWishes(element: Element, names: Names): Wished[] {
  const value = (name: string) => element.attrs.find((each) => each.name === name)?.value;
  const wishes = ['font-family', 'font-weight', 'font-style', 'font'].flatMap((name): Wished[] => {
    const own = value(name);
    return own === undefined ? [] : [{ wish: wishOf(name, own, names), isSure: true, scope: [], rank: -1 }];
  });
  const style = value('style');
  if (style && /font|all\s*:/i.test(style))
    wishes.push(...wishesIn(style, names).map((wish) => ({ wish, isSure: false, scope: undefined, rank: 0 })));
  return wishes;
}

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
  if (selector?.type !== 'Selector') return { wish, matches: () => true, isSure: false, scope: undefined, rank: 0 };
  const parts = selector.children?.toArray() ?? [];
  const last = parts.slice(parts.findLastIndex((each) => each.type === 'Combinator') + 1);
  const text = generate(selector);
  const rank = parts.filter(({ type }) => type === 'ClassSelector').length;
  return { wish, matches: matcher(last), isSure: isPlain && isSureSelector(text), scope: isPlain ? scopeOf(text) : undefined, rank };
}

/** True for one element name or class, at most below the sections that hold every slide. */
const isSureSelector = (text: string) =>
  /^(?:div#\\:\\\$p>svg>foreignObject>)?(?:section|:where\(section\):not\(\[\\20 root\]\))(?: [a-z][a-z0-9]*| \.[\w-]+)?$/i.test(text);

/** The classes that a selector asks of a slide, for one element name or class below it; undefined for any other. Marp writes headings in two names. */
function scopeOf(selector: string): string[] | undefined {
  const plain = selector
    .replace(/^.*foreignObject>/i, '')
    .replace(/:is\((\w+),marp-\1\)/g, '$1')
    .replace(':where(section):not([\\20 root])', 'section');
  const [found, classes = ''] = /^section((?:\.[\w-]+)*)(?: [a-z][a-z0-9]*| \.[\w-]+)?$/i.exec(plain) ?? [];
  return found === undefined ? undefined : classes.split('.').slice(1);
}

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
