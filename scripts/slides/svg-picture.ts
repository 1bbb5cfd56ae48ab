import { SaxesParser, type SaxesTagNS } from 'saxes';
import { findNumbers } from '../quotes/numbers.ts';
import type { Rule } from '../rules.ts';
import { isSvgElement, svgAttributeFault } from './allowlist.ts';
import { type Fault, shortened } from './faults.ts';
import { fetchFaults } from './styles.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';
/** What a reader sees of a picture, or is told of it. */
const texts = ['text', 'title', 'desc'];
const wayOut = 'show the picture without it, and write what it says on the slide, where a number quotes its cell';

/**
 * The faults of an SVG picture: numbers that its texts state, scripts and whatever else acts, and addresses outside
 * of it. It is read as XML, as a browser reads a picture.
 */
export function svgFaults(svg: string, literals: readonly RegExp[], language: string): Fault[] {
  const faults: Fault[] = [];
  const parser = new SaxesParser({ xmlns: true });
  let start = 0;
  /** Open elements, and the text of each that says something. */
  const open: { name: string; text: string; start: number }[] = [];
  const add = (rule: Rule, reason: string) => faults.push({ rule, reason, fix: wayOut, seek: [], offset: start });
  const hear = (text: string) => {
    for (const each of open) each.text += text;
  };
  parser.on('opentagstart', () => {
    start = Math.max(0, svg.lastIndexOf('<', parser.position - 1));
  });
  parser.on('opentag', (tag) => {
    open.push({ name: tag.uri === svgNamespace ? tag.local : '', text: '', start });
    for (const reason of tagFaults(tag, literals, language)) add('unsafe-picture', reason);
  });
  parser.on('text', hear);
  parser.on('cdata', hear);
  parser.on('closetag', () => {
    const { name, text, start: at } = open.pop() as (typeof open)[number];
    start = at;
    if (texts.includes(name))
      for (const each of findNumbers(text, literals, language)) add('untied-number', `the picture says "${each.text}"`);
    if (name === 'style') for (const each of fetchFaults(text, noPictures(literals, language))) add('unsafe-picture', each.reason);
  });
  parser.on('doctype', (text) => text.includes('[') && add('unsafe-picture', 'the picture declares entities'));
  parser.on('processinginstruction', ({ target }) => void add('unsafe-picture', `the picture holds the instruction "${target}"`));
  parser.on(
    'xmldecl',
    ({ encoding = 'utf-8' }) => !/^(?:utf-8|us-ascii)$/i.test(encoding) && add('unsafe-picture', `the picture is in ${encoding}`),
  );
  try {
    parser.on('error', (error) => {
      throw error;
    });
    parser.write(svg).close();
  } catch (error) {
    const reason = (error as Error).message.replace(/^\d+:\d+: /, '');
    start = Math.min(parser.position, svg.length);
    add('malformed', `the picture is no well-formed SVG: ${shortened(reason)}`);
  }
  return faults;
}

/** Inside a picture there is no other. */
const noPictures = (literals: readonly RegExp[], language: string) => ({
  literals,
  language,
  svg: (): Fault[] => [{ rule: 'unsafe-picture', reason: 'the picture holds another SVG', fix: wayOut, seek: [] }],
});

function tagFaults(tag: SaxesTagNS, literals: readonly RegExp[], language: string): string[] {
  const own = tag.uri === svgNamespace;
  if (own ? !isSvgElement(tag.local) && tag.local !== 'style' && tag.local !== 'metadata' : /xhtml|MathML|^$/.test(tag.uri))
    return [`the picture holds <${tag.name}>`];
  if (!own) return [];
  return Object.values(tag.attributes).flatMap(({ local, prefix, value }) => {
    if (prefix === 'xmlns' || local === 'xmlns') return [];
    const fault = svgAttributeFault(tag.local, local, value, noPictures(literals, language));
    return fault ? [fault.reason] : [];
  });
}
