import { describe, expect, test } from 'vitest';
import { svgFaults } from '../../scripts/slides/svg-picture.ts';
import { places, problemsWith } from '../project.ts';

const open = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">';
const picture = (body: string) => `${open}${body}</svg>`;
const rulesOf = (svg: string, literals: readonly RegExp[] = []) => [...new Set(svgFaults(svg, literals, 'en').map((each) => each.rule))];

describe('a picture that says a number is refused', () => {
  test.each([
    ['in a text', '<text>US$900 billion</text>'],
    ['in spans', '<text><tspan>US$9</tspan><tspan>00</tspan></text>'],
    ['in words', '<text>for<tspan>ty</tspan></text>'],
    ['in entities', '<text>&#57;&#x30;0</text>'],
    ['as raw text', '<text><![CDATA[900]]></text>'],
    ['along a path', '<path id="p" d="M0 0h9"/><text><textPath href="#p">900</textPath></text>'],
    ['in its title', '<title>US$900 billion</title>'],
    ['in its description', '<desc>九百億美元</desc>'],
    ['under another prefix', '<a:text xmlns:a="http://www.w3.org/2000/svg">900</a:text>'],
  ])('%s', (_, body) => {
    expect(rulesOf(picture(body))).toEqual(['untied-number']);
  });

  test('in its own file, with line and column', async () => {
    const found = await problemsWith({
      'slides/en/01-overview.md': '---\nsection: overview\n---\n\n# A slide\n\n![a picture](../pictures/num.svg)\n',
      'slides/pictures/num.svg': `${open}\n  <text x="1">no number</text>\n  <text x="2">US$900 billion</text>\n</svg>`,
    });
    expect(places(found)).toEqual(['slides/pictures/num.svg:3:3 untied-number']);
  });

  test('but for a name that is listed', () => {
    expect(rulesOf(picture('<text>Area 51</text>'), [/Area 51/gu])).toEqual([]);
  });
});

describe('a picture that acts or shows what is elsewhere is refused', () => {
  test.each([
    ['a script', '<script>alert()</script>'],
    ['a handler', '<path onclick="alert()"/>'],
    ['HTML', '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">text</p></foreignObject>'],
    ['HTML by itself', '<p xmlns="http://www.w3.org/1999/xhtml">text</p>'],
    ['a picture', '<image href="https://example.com/a.png"/>'],
    ['a picture by its old name', '<image xlink:href="a.png"/>'],
    ['another SVG', '<image href="data:image/svg+xml,&lt;svg/>"/>'],
    ['a drawing', '<use href="https://example.com/a.svg#a"/>'],
    ['a fill', '<path fill="url(https://example.com/a.svg#a)"/>'],
    ['a style', '<path style="fill:url(https://example.com/a.svg#a)"/>'],
    ['a style sheet', '<style>@import "https://example.com/a.css";</style>'],
    ['what moves', '<path><animate attributeName="d"/></path>'],
    ['a link that runs', '<a href="javascript:alert()"><path/></a>'],
  ])('%s', (_, body) => {
    expect(rulesOf(picture(body))).toEqual(['unsafe-picture']);
  });

  test.each([
    ['entities of its own', `<!DOCTYPE svg [<!ENTITY n "900">]>${picture('<text>&n;</text>')}`],
    ['an instruction', `<?xml-stylesheet href="https://example.com/a.css"?>${picture('')}`],
    ['another encoding', `<?xml version="1.0" encoding="utf-7"?>${picture('')}`],
    ['what is no XML', picture('<text>')],
    ['nothing', ''],
  ])('%s', (_, svg) => {
    expect(svgFaults(svg, [], 'en').length).toBeGreaterThan(0);
  });
});

test('a picture that is only drawn passes', () => {
  const drawn = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://example.com/i" viewBox="0 0 100 100" i:version="1.2">
  <metadata><i:made>2024</i:made></metadata>
  <i:view zoom="1.5"/>
  <defs><linearGradient id="g"><stop offset="50%" style="stop-color:#123456"/></linearGradient></defs>
  <style>.a { fill: url(#g); clip-path: none }</style>
  <g class="a" transform="rotate(45 10 10)"><path d="M10 10h80" filter="url(#f)"/></g>
  <image href="data:image/png;base64,iVBORw0KGgo="/>
  <text>Words</text>
</svg>`;
  expect(svgFaults(drawn, [], 'en')).toEqual([]);
});
