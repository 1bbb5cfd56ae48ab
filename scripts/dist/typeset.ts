import generate from 'css-tree/generator';
import parse, { type CssNode } from 'css-tree/parser';
import walk from 'css-tree/walker';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { type Face, faces } from '../fonts.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** The fonts in which a text may be set: families of decks, and whether heavy (above 500) and light weights occur. */
interface Fonts {
  families: ReadonlySet<string>;
  heavy: boolean;
  light: boolean;
}

/** What a declaration can make of a font. Undefined where it says nothing of it. */
interface Wish {
  families?: ReadonlySet<string> | undefined;
  /** The weights that it may give; `inherit` where it may leave what is inherited. */
  weights?: ReadonlySet<'heavy' | 'light' | 'inherit'> | undefined;
  /** True where the family may stay what is inherited. */
  keepsFamily?: boolean | undefined;
}

/** A rule that may match elements, by the names, classes and ids that its last part asks for. */
interface Rule {
  wish: Wish;
  matches: (element: Element) => boolean;
  /** True when it applies to all that it matches here: no state, no condition, no place in the tree. */
  isSure: boolean;
}

const allFamilies: ReadonlySet<string> = new Set(faces.map((each) => each.family));

/**
 * The characters that each face may have to show of an HTML fragment or an SVG under a style sheet: more than it does,
 * but never fewer. A rule counts for all elements that its last part may match, whatever stands before it.
 */
export function charactersByFace(html: string, css: string): Map<Face, Set<string>> {
  const found = new Map<Face, Set<string>>(faces.map((face) => [face, new Set()]));
  const rules = fontRulesIn(css);
  const visit = (nodes: readonly Node[], inherited: Fonts): void => {
    for (const node of nodes) {
      if (node.nodeName === '#text') addText(found, (node as DefaultTreeAdapterTypes.TextNode).value, inherited);
      else if ('tagName' in node) visit('content' in node ? node.content.childNodes : node.childNodes, fontsOf(node, rules, inherited));
    }
  };
  visit(parseFragment(html).childNodes, { families: new Set(), heavy: false, light: true });
  return found;
}

function addText(found: Map<Face, Set<string>>, text: string, { families, heavy, light }: Fonts): void {
  if (text.trim() === '') return;
  for (const [face, characters] of found) {
    const hasBoth = faces.some((each) => each.family === face.family && each.weight !== face.weight);
    if (!families.has(face.family) || (hasBoth && !(face.weight === 700 ? heavy : light))) continue;
    for (const character of text) characters.add(character);
  }
}

const boldTags = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'th', 'b', 'strong']);

/** The fonts in which the text of an element may be set. */
function fontsOf(element: Element, rules: readonly Rule[], inherited: Fonts): Fonts {
  const own = rules.filter((rule) => rule.matches(element));
  const wishes = [...own.map(({ wish, isSure }) => ({ wish, isSure })), ...attributeWishes(element)];
  const ofFamily = wishes.filter(({ wish }) => wish.families || wish.keepsFamily);
  const ofWeight = wishes.filter(({ wish }) => wish.weights);
  const keepsFamily = ofFamily.every(({ isSure }) => !isSure) || ofFamily.some(({ wish }) => wish.keepsFamily);
  const sureWeight = ofWeight.some(({ isSure }) => isSure);
  const weights = new Set(ofWeight.flatMap(({ wish }) => [...(wish.weights ?? [])]));
  // What nothing else says, the browser does; or the weight is inherited.
  if (!sureWeight) weights.add(boldTags.has(element.tagName) ? 'heavy' : 'inherit');
  const keepsWeight = weights.has('inherit');
  return {
    families: new Set([...ofFamily.flatMap(({ wish }) => [...(wish.families ?? [])]), ...(keepsFamily ? inherited.families : [])]),
    heavy: weights.has('heavy') || (keepsWeight && inherited.heavy),
    light: weights.has('light') || (keepsWeight && inherited.light),
  };
}

/** What the attributes of an element say: those of SVG give way to any rule, a style to hardly any. */
function attributeWishes(element: Element): { wish: Wish; isSure: boolean }[] {
  const value = (name: string) => element.attrs.find((each) => each.name === name)?.value;
  const wishes = ['font-family', 'font-weight', 'font'].flatMap((name) => {
    const own = value(name);
    return own === undefined ? [] : [{ wish: wishOf(name, own), isSure: true }];
  });
  const style = value('style');
  if (style && /font|all\s*:/i.test(style)) wishes.push(...wishesIn(style).map((wish) => ({ wish, isSure: false })));
  return wishes;
}

function wishesIn(style: string): Wish[] {
  const wishes: Wish[] = [];
  walk(parse(style, { context: 'declarationList', parseValue: false }), {
    visit: 'Declaration',
    enter: ({ property, value }) => void wishes.push(wishOf(property.toLowerCase(), generate(value))),
  });
  return wishes;
}

const asInherited: Wish = { keepsFamily: true, weights: new Set(['inherit']) };
const anything: Wish = { families: allFamilies, keepsFamily: true, weights: new Set(['heavy', 'light', 'inherit']) };

/** What a declaration asks of the font. */
function wishOf(property: string, value: string): Wish {
  if (property !== 'font' && property !== 'font-family' && property !== 'font-weight' && property !== 'all') return {};
  const text = value.toLowerCase();
  if (/var\(|env\(|attr\(|\\|revert/.test(text)) return anything;
  if (/^\s*(?:inherit|unset)\b/.test(text)) return asInherited;
  if (property === 'all') return anything;
  const families = new Set([...allFamilies].filter((family) => text.replace(/\s+/g, ' ').includes(family.toLowerCase())));
  return {
    ...(property !== 'font-weight' && { families }),
    ...(property !== 'font-family' && { weights: weightsIn(property === 'font' ? text.replace(/(["'])[^"']*\1/g, '') : text) }),
  };
}

/** The weights that the value of `font` or `font-weight` may give. */
function weightsIn(text: string): ReadonlySet<'heavy' | 'light'> {
  if (/bolder|lighter|calc|min|max|clamp/.test(text)) return new Set(['heavy', 'light']);
  if (/\bbold\b/.test(text)) return new Set(['heavy']);
  const numbers = [...text.matchAll(/(?<![\w.#-])(\d{1,4})(?![\w.%])/g)].map((match) => Number(match[1]));
  return new Set(numbers.length === 0 ? ['light'] : numbers.map((number) => (number > 500 ? 'heavy' : 'light')));
}

/** Every rule of a style sheet that says something of a font. */
function fontRulesIn(css: string): Rule[] {
  const rules: Rule[] = [];
  walk(parse(css, { parseValue: false }), {
    visit: 'Rule',
    enter({ prelude, block }) {
      const isPlain = this.atrule === null && this.rule === null;
      const wishes: Wish[] = [];
      for (const each of block.children ?? [])
        if (each.type === 'Declaration' && /^(?:font|all$)/i.test(each.property))
          wishes.push(wishOf(each.property.toLowerCase(), generate(each.value)));
      for (const wish of wishes)
        for (const selector of prelude.type === 'SelectorList' ? (prelude.children ?? []) : [undefined])
          rules.push(ruleOf(wish, selector, isPlain));
    },
  });
  return rules.filter(({ wish }) => wish.families || wish.weights || wish.keepsFamily);
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
