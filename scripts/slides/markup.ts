import { type DefaultTreeAdapterTypes, parse, parseFragment, type Token } from 'parse5';
import { hasMarks, type Ledger } from '../quotes/ledger.ts';
import { svgOf } from './addresses.ts';
import { elementsInWords, htmlAttributeFault, isHtmlElement, isSvgElement, svgAttributeFault } from './allowlist.ts';
import { type Fault, shortened } from './faults.ts';
import { type StyleRules, styleFaults } from './styles.ts';
import { svgFaults } from './svg-picture.ts';

export type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const svgNamespace = 'http://www.w3.org/2000/svg';

/** How to judge the styles of a deck. */
export const styleRules = (literals: readonly RegExp[], language: string): StyleRules => ({
  literals,
  language,
  svg: (text) => svgFaults(text, literals, language),
});

/** A slide as rendered, parsed as a browser parses it. */
export const parseSlide = (html: string): readonly Node[] => parseFragment(html, { sourceCodeLocationInfo: true }).childNodes;

/**
 * The faults of a slide as rendered and as parsed, one `<section>`, in which figures stand as marks of the ledger. Every
 * element, attribute, address and style in it must be on the list of what says something and does nothing.
 */
export function slideFaults(html: string, parsed: readonly Node[], ledger: Ledger, literals: readonly RegExp[], language: string): Fault[] {
  const nodes = parsed.filter((each) => each.nodeName !== '#text' || (each as { value: string }).value.trim() !== '');
  const section = nodes[0] as Element | undefined;
  if (nodes.length !== 1 || section?.tagName !== 'section' || !section.sourceCodeLocation?.endTag) return [unbalanced];
  return new Markup(html, ledger, styleRules(literals, language)).faultsOf(section);
}

/** The same of a whole page, by the index of its slide; what stands around the slides is Marp's own. */
export function pageFaults(html: string, ledger: Ledger, literals: readonly RegExp[], language: string): Fault[][] {
  const markup = new Markup(html, ledger, styleRules(literals, language));
  const slides = elementsIn(parse(html, { sourceCodeLocationInfo: true }), isSlide);
  return slides.map((slide) =>
    elementsIn(slide, ({ tagName }) => tagName !== 'foreignObject').flatMap((each) => {
      if (each.tagName === 'section') return markup.faultsOf(each);
      // Marp's own script stands behind the last section.
      return each.tagName === 'script' && slide === slides.at(-1) ? [] : [unbalanced];
    }),
  );
}

const isSlide = (element: Element) => element.tagName === 'svg' && element.attrs.some(({ name }) => name === 'data-marpit-svg');

/** The outermost elements inside a node that are of a kind, in their order. */
export function elementsIn(node: DefaultTreeAdapterTypes.ParentNode, isKind: (element: Element) => boolean): Element[] {
  return node.childNodes.flatMap((each) => (!('tagName' in each) ? [] : isKind(each) ? [each] : elementsIn(each, isKind)));
}

/** What stands before the first cell of a text. */
const beforeCell = (text: string) => text.slice(0, text.search(/\uE000/));

const unbalanced: Fault = {
  rule: 'unsafe-markup',
  reason: 'markup on the slide ends what it did not begin, or begins what it does not end',
  fix: 'close what it opens, and nothing else',
  seek: ['</section', '<!--', '</', '<'],
};

class Markup {
  readonly #html: string;
  readonly #ledger: Ledger;
  readonly #rules: StyleRules;
  constructor(html: string, ledger: Ledger, rules: StyleRules) {
    [this.#html, this.#ledger, this.#rules] = [html, ledger, rules];
  }

  /** The faults of a section: of its own style, as its other attributes are Marp's, and of all that it holds. */
  faultsOf(section: Element): Fault[] {
    const own = section.attrs.filter(({ name }) => name === 'style').flatMap((each) => this.#styleFaults(each.value, () => each.value));
    return [...own, ...this.#childFaults(section)];
  }

  #childFaults(parent: Element): Fault[] {
    return parent.childNodes.flatMap((each) => this.#nodeFaults(each));
  }

  #nodeFaults(node: Node): Fault[] {
    if (node.nodeName === '#text') return [];
    if (!('tagName' in node))
      return [{ ...unbalanced, reason: 'a comment does not end, or an instruction stands in the markup', seek: ['<!', '<?', '</'] }];
    const isSvg = node.namespaceURI === svgNamespace;
    const known = isSvg ? isSvgElement(node.tagName) : isHtmlElement(node.tagName) && !node.namespaceURI.includes('Math');
    if (known) return [...node.attrs.flatMap((each) => this.#attributeFaults(node, each, isSvg)), ...this.#childFaults(node)];
    const isLost = isSvg !== isSvgElement(node.tagName) || node.tagName === 'style';
    const opener = node.tagName === 'style' ? 'style' : 'svg';
    const fix = isLost ? `begin <${opener}> on a line of its own` : `write it in Markdown; HTML may hold ${elementsInWords}`;
    const reason = `<${shortened(node.tagName)}> may not stand in a deck`;
    return [{ rule: 'unsafe-markup', reason, fix, seek: [this.#raw(node), `<${node.tagName}`] }];
  }

  /** The start tag of an element as it was written. */
  #raw(element: Element): string {
    const at = element.sourceCodeLocation?.startTag ?? element.sourceCodeLocation;
    return at ? this.#html.slice(at.startOffset, at.endOffset) : '';
  }

  #attributeFaults(element: Element, { name, prefix, value }: Token.Attribute, isSvg: boolean): Fault[] {
    const written = () => this.#rawAttribute(element, prefix ? `${prefix}:${name}` : name);
    // A cell is not found by its text, but what stands before it is.
    const place = ({ offset: _, ...fault }: Fault): Fault => {
      const own = written();
      return { ...fault, seek: hasMarks(own) ? [beforeCell(own), '({{', '( {{'] : [...fault.seek, own, this.#raw(element)] };
    };
    if (hasMarks(name) || (hasMarks(value) && !/^[^=]*=\s*["']/.test(written())))
      return [
        place({ rule: 'cell-in-markup', reason: 'a cell stands among the markup', fix: 'put quotes around the attribute', seek: [] }),
      ];
    if (prefix === 'xmlns' || name === 'xmlns') return [];
    if (name === 'style') return this.#styleFaults(value, written).map(place);
    const text = this.#ledger.resolve(value);
    const svg = element.tagName === 'img' && name === 'src' ? svgOf(text) : undefined;
    if (svg !== undefined) return svgFaults(svg, this.#rules.literals, this.#rules.language).map(place);
    const fault = isSvg ? svgAttributeFault(element.tagName, name, text, this.#rules) : htmlAttributeFault(element.tagName, name, text);
    return fault ? [place(fault)] : [];
  }

  #rawAttribute(element: Element, name: string): string {
    const at = Object.entries(element.sourceCodeLocation?.attrs ?? {}).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
    return at ? this.#html.slice(at.startOffset, at.endOffset) : '';
  }

  #styleFaults(style: string, written: () => string): Fault[] {
    return styleFaults(style, this.#rules).map(({ rule, reason, fix, seek }) => ({ rule, reason, fix, seek: [written(), ...seek] }));
  }
}
