import { isInPage, isLink } from './addresses.ts';
import { type Fault, shortened } from './faults.ts';
import { fetchFaults, type StyleRules } from './styles.ts';

const words = (text: string) => new Set(text.trim().split(/\s+/));

const htmlElements = words(`
  a abbr address article aside b bdi blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
  figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong
  sub summary sup table tbody td tfoot th thead time tr u ul var wbr`);

const svgElements = words(`
  svg g defs symbol title desc path rect circle ellipse line polyline polygon text tspan textPath a switch image use
  linearGradient radialGradient stop pattern clipPath mask marker view
  filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
  feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology
  feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`);

const htmlAttributes = words(`
  id class style title lang dir role alt width height align valign colspan rowspan span scope headers start value reversed type open
  datetime is data-auto-scaling`);

/** True for an HTML element that a slide may hold: all that says something and does nothing. */
export const isHtmlElement = (name: string) => htmlElements.has(name);
/** True for an SVG element that a slide or a picture may hold. */
export const isSvgElement = (name: string) => svgElements.has(name);

/** The elements that a slide may hold, for a message. */
export const elementsInWords = 'text, lists, tables, figure, details, div, span and drawings in svg';

const markupFault = (reason: string, seek: readonly string[]): Fault => ({
  rule: 'unsafe-markup',
  reason,
  fix: 'leave the attribute out',
  seek,
});

/** The fault of a link: it may lead to the web, to a letter or within the deck. */
function linkFault(address: string): Fault | undefined {
  if (isLink(address)) return undefined;
  const reason = `the link "${shortened(address)}" leads to no page of the web`;
  return { rule: 'unsafe-link', reason, fix: 'link to https://..., mailto:... or #a-heading', seek: [address] };
}

/** The fault of a picture's address: it must be in the page. */
function pictureFault(address: string): Fault | undefined {
  if (isInPage(address) && !address.trim().startsWith('#')) return undefined;
  const reason = `the deck would fetch "${shortened(address)}" when it is shown`;
  const fix = 'show a picture as ![what it shows](path); leave everything else out';
  return { rule: 'outside-project', reason, fix, seek: [address] };
}

/** Data of the author's own, and the steps of lists; those of figures, of the presenter's script and of page numbers are not. */
const ownData = /^data-(?!tie|bespoke|marpit-(?!advanced-|fragment$))[\w.-]+$/;

/** The fault of an attribute of an HTML element but for `style`; undefined when there is none. */
export function htmlAttributeFault(element: string, name: string, value: string): Fault | undefined {
  if (element === 'a' && name === 'href') return linkFault(value);
  if (element === 'img' && name === 'src') return pictureFault(value);
  if (element === 'a' && ((name === 'target' && value === '_blank') || name === 'rel')) return undefined;
  if (htmlAttributes.has(name) || /^aria-[a-z]+$/.test(name) || ownData.test(name)) return undefined;
  return markupFault(`the attribute "${name}" of <${element}> may not stand in a deck`, [name]);
}

/** The fault of an attribute of an SVG element; undefined when there is none. */
export function svgAttributeFault(element: string, name: string, value: string, rules: StyleRules): Fault | undefined {
  if (/^on/i.test(name) || name === 'base' || name === 'src' || (/^data-/.test(name) && !ownData.test(name)))
    return markupFault(`the attribute "${name}" of <${element}> may not stand in a deck`, [name]);
  if (name === 'unicode-bidi') return markupFault(`the attribute "${name}" of <${element}> turns digits around`, [name]);
  if (name === 'href') {
    if (element === 'a') return linkFault(value);
    if (element === 'image') return pictureFault(value);
    return value.trim().startsWith('#')
      ? undefined
      : { ...(pictureFault(value) ?? markupFault(`<${element}> shows another file`, [value])) };
  }
  // All attributes but these may be read as styles.
  const isText = /^(?:aria-|data-|role$|id$|class$|lang$|d$|points$|transform$)/.test(name);
  return !isText && /[(\\]/.test(value) ? fetchFaults(value, rules)[0] : undefined;
}
