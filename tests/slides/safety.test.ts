import { describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { htmlOnly, layProject, places, problemsWith, render, silent } from '../project.ts';

const path = 'slides/en/01-overview.md';
const slide = (body: string, head = '') => ({ [path]: `---\nsection: overview\n${head}---\n\n# A slide\n\n${body}\n` });
const rules = async (files: Record<string, string>) => [
  ...new Set((await problemsWith(files)).map((each) => `${each.file} ${each.ruleId}`)),
];

describe('what would fetch, act or hide is refused at its slide', () => {
  test.each([
    ['a picture of the web in HTML', '<img src="https://example.com/a.png" alt="">', 'outside-project'],
    ['a picture beside the slide in HTML', '<img src="../pictures/mark.png" alt="">', undefined],
    ['an address without quotes', '<img src=//example.com/a.png alt>', 'outside-project'],
    ['an address in entities', '<img src="&#104;ttps://example.com/a.png" alt="">', 'missing-image'],
    ['an address with line ends', '<img src="ht\ntps://example.com/a.png" alt="">', 'missing-image'],
    ['an address in upper case', '<IMG SRC="HTTPS://EXAMPLE.COM/A.PNG" alt="">', 'outside-project'],
    [
      'sources of a picture',
      '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" srcset="https://example.com/a.png 2x" alt="">',
      'unsafe-markup',
    ],
    ['a page as data', '<img src="data:text/html,<script>1</script>" alt="">', 'outside-project'],
    ['a picture element', '<picture><source srcset="https://example.com/a.png"></picture>', 'unsafe-markup'],
    ['a script', '<script>fetch("https://example.com")</script>', 'unsafe-markup'],
    ['a script in a drawing', '<svg><script>fetch("https://example.com")</script></svg>', 'unsafe-markup'],
    ['a frame', '<iframe src="https://example.com"></iframe>', 'unsafe-markup'],
    ['a frame with a page of its own', '<iframe srcdoc="<b>US$</b>"></iframe>', 'unsafe-markup'],
    ['an object', '<object data="https://example.com/a.svg"></object>', 'unsafe-markup'],
    ['an embedded file', '<embed src="https://example.com/a.svg">', 'unsafe-markup'],
    ['a film', '<video src="https://example.com/a.mp4" poster="https://example.com/a.png"></video>', 'unsafe-markup'],
    ['a sound', '<audio src="https://example.com/a.mp3"></audio>', 'unsafe-markup'],
    ['a base', '<base href="https://example.com/">', 'unsafe-markup'],
    ['a link element', '<link rel="stylesheet" href="https://example.com/a.css">', 'unsafe-markup'],
    ['a prefetch', 'text <link rel="dns-prefetch" href="//example.com">', 'unsafe-markup'],
    ['a refresh', '<meta http-equiv="refresh" content="0;url=https://example.com">', 'unsafe-markup'],
    ['digits turned around', '<bdo dir="rtl">abc</bdo>', 'unsafe-markup'],
    ['digits of a drawing turned around', '<svg><text unicode-bidi="bidi-override" direction="rtl">a</text></svg>', 'unsafe-markup'],
    ['a form', '<form action="https://example.com"><input name="a"></form>', 'unsafe-markup'],
    ['a button that sends', '<button formaction="https://example.com">Go</button>', 'unsafe-markup'],
    ['a portal', '<portal src="https://example.com"></portal>', 'unsafe-markup'],
    ['an element of its own', '<x-thing>text</x-thing>', 'unsafe-markup'],
    ['a template', '<template><img src="https://example.com/a.png"></template>', 'unsafe-markup'],
    ['text that is never parsed', '<noscript><img src="https://example.com/a.png"></noscript>', 'unsafe-markup'],
    ['a formula in MathML', '<math href="https://example.com"><mi>x</mi></math>', 'unsafe-markup'],
    ['a handler', '<b onclick="fetch(1)">text</b>', 'unsafe-markup'],
    ['a handler in upper case', '<b\nONMOUSEOVER=alert()>text</b>', 'unsafe-markup'],
    ['a handler in a drawing', '<svg onload="fetch(1)"></svg>', 'unsafe-markup'],
    ['focus that is taken', '<b tabindex="0" autofocus>text</b>', 'unsafe-markup'],
    ['a ping', '<a href="https://example.com" ping="https://example.com/p">text</a>', 'unsafe-markup'],
    ['an old background', '<table background="https://example.com/a.png"><tr><td>text</td></tr></table>', 'unsafe-markup'],
    ['a drawing from elsewhere', '<svg><use href="https://example.com/a.svg#a"/></svg>', 'outside-project'],
    ['a picture in a drawing', '<svg><image xlink:href="https://example.com/a.png"/></svg>', 'outside-project'],
    ['a picture in a filter', '<svg><filter><feImage href="https://example.com/a.png"/></filter></svg>', 'unsafe-markup'],
    ['HTML in a drawing', '<svg><foreignObject><b>text</b></foreignObject></svg>', 'unsafe-markup'],
    ['an address set later', '<svg><a><set attributeName="href" to="javascript:alert(1)"/><text>text</text></a></svg>', 'unsafe-markup'],
    ['a fill from elsewhere', '<svg><path fill="url(https://example.com/a.svg#a)"/></svg>', 'outside-project'],
    ['a fill from elsewhere, escaped', '<svg><path fill="u\\72l(https://example.com/a.svg#a)"/></svg>', 'outside-project'],
    ['a style of a drawing', '<svg><style>@import "https://example.com/a.css";</style></svg>', 'unsafe-markup'],
    ['a style attribute', '<b style="background:url(https://example.com/a.png)">text</b>', 'outside-project'],
    ['a style attribute, escaped', '<b style="background:\\75\\52\\4c(https://example.com/a.png)">text</b>', 'outside-project'],
    ['a style attribute in entities', '<b style="background:ur&#108;(https://example.com/a.png)">text</b>', 'outside-project'],
    ['a set of pictures', '<b style="background:image-set(\'https://example.com/a.png\' 1x)">text</b>', 'outside-project'],
    ['a set of pictures by its old name', '<b style="background:-webkit-image-set(\'a.png\' 1x)">text</b>', 'outside-project'],
    ['a binding', '<b style="-moz-binding:none">text</b>', 'unsafe-style'],
    ['an expression', '<b style="width:expression(alert(1))">text</b>', 'unsafe-style'],
    ['a style sheet', '<style>b { background: url("https://example.com/a.png") }</style>', 'outside-project'],
    ['a scoped style sheet', '<style scoped>b { background: url("https://example.com/a.png") }</style>', 'outside-project'],
    [
      'a style sheet, a comment within',
      '<style>b { background: url/**/("a.png"); src: src("https://example.com/a.png") }</style>',
      'outside-project',
    ],
    [
      'a style sheet that misleads by an escape',
      '<style>b{c:u\\72l(/*)} i{background:url(https://example.com/*/)}</style>',
      'outside-project',
    ],
    ['an import', '<style>@import "https://example.com/a.css";</style>', 'outside-project'],
    ['an import, escaped', '<style>@\\69mport url(https://example.com/a.css);</style>', 'outside-project'],
    ['an import of a name', '<style>@import "elsewhere";</style>', 'outside-project'],
    ['a font', '<style>@font-face { font-family: a; src: url(https://example.com/a.woff2) }</style>', 'outside-project'],
    ['a style in the middle of a line', 'text <style>b { color: red }</style>', 'unsafe-markup'],
    ['a directive with a background', '<!-- _backgroundImage: url(https://example.com/a.png) -->', 'outside-project'],
    ['a directive with a style', '<!-- style: "b { background: url(https://example.com/a.png) }" -->', 'outside-project'],
    ['a directive with a color', '<!-- _color: "red;background:url(https://example.com/a.png)" -->', undefined],
    ['a footer with a picture', '<!-- _footer: \'<img src="https://example.com/a.png" alt="">\' -->', 'outside-project'],
    ['a background of the web', '![bg](https://example.com/a.png)', 'outside-project'],
    ['a link that runs', '[text](javascript:alert)', 'unsafe-link'],
    ['a link that runs, in entities', '[text](java&#115;cript:alert)', 'unsafe-link'],
    ['a link that runs, with a tab', '<a href="java&Tab;script:alert">text</a>', 'unsafe-link'],
    ['a link that runs, after a control character', '<a href="&#1;javascript:alert">text</a>', 'unsafe-link'],
    ['a link to data', '[text](data:text/html;base64,PGI+)', 'unsafe-link'],
    ['a link of old', '[text](vbscript:alert)', 'unsafe-link'],
    ['a link in angle brackets', '<javascript:alert>', 'unsafe-link'],
    ['a link to a file', '[text](file:///etc/passwd)', 'unsafe-link'],
    ['a link beside the deck', '[text](other.html)', 'unsafe-link'],
    ['a link without a scheme', '[text](//example.com)', 'unsafe-link'],
    ['a link in a drawing', '<svg><a xlink:href="javascript:alert(1)"><text>text</text></a></svg>', 'unsafe-link'],
    ['a slide that ends early', '</section><b>text</b>', 'unsafe-markup'],
    ['a body that ends early', '<b>text</b></body></html>', undefined],
    ['a comment without an end', '<!-- a comment\n\ntext', 'malformed'],
    ['what stands beside a style', '<style>b { color: red }</style> text', 'malformed'],
    ['a style without an end', '<style>b { color: red }\n\ntext', 'malformed'],
    ['an instruction', '<?php text ?>', 'unsafe-markup'],
    ['a figure by hand', '<data class="tie" data-tie="0">text</data>', 'unsafe-markup'],
    ['a page number by hand', '<b data-marpit-pagination="x">text</b>', 'unsafe-markup'],
  ] as const)('%s', async (_, body, rule) => {
    expect(await rules(slide(body))).toEqual(rule ? [`${path} ${rule}`] : []);
  });

  test('with line and column, also out of an included file', async () => {
    const found = await problemsWith({
      ...slide('{% include "part.md" %}\n\n<b onclick="x">a</b>\n\n[a](javascript:b)'),
      'slides/part.md': '<img src="https://example.com/a.png" alt="">',
    });
    expect(places(found)).toEqual([`${path}:7:1 outside-project`, `${path}:9:4 unsafe-markup`, `${path}:11:5 unsafe-link`]);
  });

  test('a theme cannot leave its style', async () => {
    const theme =
      '/* @theme plain */\n:root { --paper: #fff; --ink: #000; --accent: #c00; --grey: #666; }\n/* </STYLE><script>1</script> */';
    expect(places(await problemsWith({ 'slides/theme.css': theme }))).toEqual(['slides/theme.css:3:4 unsafe-style']);
  });
});

describe('what a style makes the page say is refused', () => {
  test.each([
    ['a text', 'b::before { content: "US$900bn" }', 'untied-number'],
    ['a text, escaped', 'b::before { content: "US$\\39\\30 0bn" }', 'untied-number'],
    ['a text under an escaped name', 'b::before { c\\6fntent: "US$900bn" }', 'untied-number'],
    ['a text after a comment', 'b::before { content/**/:/**/"4" "2" }', 'untied-number'],
    ['a word', 'b::before { content: "forty" "-two" }', 'untied-number'],
    ['an attribute', 'b::before { content: attr(title) }', 'style-text'],
    ['a variable', ':root { --n: "42" } b::before { content: var(--n) }', 'style-text'],
    ['a counter', 'b::before { content: counter(page) }', 'style-text'],
    ['nested counters', 'b::before { content: counters(page, ".") }', 'style-text'],
    ['the count of a list', 'ol { counter-reset: list-item var(--n) }', 'style-text'],
    ['digits turned around', 'b { direction: rtl; unicode-bidi: bidi-override }', 'style-text'],
    ['digits turned around by a variable', 'b { unicode-bidi: var(--turn) }', 'style-text'],
    ['letters kept in their direction', 'b { unicode-bidi: isolate; direction: rtl }', undefined],
    ['the mark of a list', 'ul { list-style: "42" }', 'untied-number'],
    ['marks of its own', '@counter-style a { system: cyclic; symbols: "42" }', 'style-text'],
    ['a list of symbols', 'ul { list-style-type: symbols("a") }', 'style-text'],
    ['quotation marks', 'q { quotes: "42" "" }', 'untied-number'],
    [
      'a picture',
      'b { content: url("data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\'><text>42</text></svg>") }',
      'untied-number',
    ],
    [
      'Marp its page number',
      'section::after { content: attr(data-marpit-pagination) " / " attr(data-marpit-pagination-total) }',
      undefined,
    ],
    ['no number', 'b::before { content: "→" } q { quotes: "“" "”" } ul { list-style: none } i::before { content: none }', undefined],
  ] as const)('%s', async (_, css, rule) => {
    const theme = `/* @theme plain */\n:root { --paper: #fff; --ink: #000; --accent: #c00; --grey: #666; }\nsection { width: 1280px; height: 720px }\n`;
    const found = await problemsWith({ 'slides/theme.css': theme + css });
    expect(found.map((each) => `${each.file}:${each.line} ${each.ruleId}`)).toEqual(rule ? [`slides/theme.css:4 ${rule}`] : []);
    const inSlide = await problemsWith(slide(`<style>\n${css}\n</style>`));
    expect(new Set(inSlide.map((each) => each.file)), 'in a slide, too').toEqual(new Set(rule ? [path] : []));
  });

  test('on an element', async () => {
    expect(await rules(slide('<b style="counter-set:list-item var(--n)">text</b>'))).toEqual([`${path} style-text`]);
  });
});

test('what authors need stays', async () => {
  const body = `<style scoped>
h1 { color: var(--accent); background: url(data:image/png;base64,iVBORw0KGgo=) }
</style>

<figure class="wide" style="margin:0"><figcaption>A <mark>picture</mark></figcaption></figure>

<details open><summary>More</summary>Press <kbd>T</kbd>, H<sub>a</sub>O, x<sup>a</sup><br>here</details>

<center>In the middle</center>

<div class="columns"><div lang="en" title="One">

- a list, [with](https://example.com/?a=b#c) [links](mailto:a@example.com) [here](#a-slide)

</div></div>

<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg">
<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>
<rect width="9" height="9" fill="url(#g)" transform="translate(1 1)"/><use xlink:href="#g"/><text>words</text></svg>

| a | b |
|---|--:|
| c | d |

* a step
* and the next

\`\`\`js
const a = b;
\`\`\`

# <!-- fit --> Large

![bg right w:100](../pictures/mark.png)`;
  const root = await layProject(undefined, slide(body));
  await build({ ...htmlOnly(root), decks: ['base.en'] }, silent);
  const { decks } = await render(root, ['base.en']);
  expect(decks[0]?.slides[0]?.html).toContain('background-image:url(&quot;data:image/png');
});
