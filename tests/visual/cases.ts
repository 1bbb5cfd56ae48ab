/** A slide as it goes wrong, and the same as it is well. */
export interface Case {
  name: string;
  rule: string;
  wrong: string;
  well: string;
  /** The chart that the slide shows as `CHART`, as it goes wrong and as it is well. */
  charts?: readonly [object, object];
}

const scoped = (css: string, body: string) => `<style scoped>${css}</style>\n\n# A title\n\n${body}\n`;
const styled = (name: string, rule: string, wrong: string, well: string, body: string): Case => ({
  name,
  rule,
  wrong: scoped(wrong, body),
  well: scoped(well, body),
});

const shown = '# A title\n\n![What the chart shows](CHART)\n';
const charted = (name: string, rule: string, wrong: object, well: object, slide = shown): Case => ({
  name,
  rule,
  wrong: slide,
  well: slide,
  charts: [wrong, well],
});

const y = { field: 'label', type: 'nominal', sort: null };
const x = { field: 'post_money_usd_bn', type: 'quantitative', axis: { grid: false } };
const spec = (layer: object[], own: object = {}) => ({
  description: 'The valuation of each round',
  data: { name: 'rounds' },
  width: 700,
  height: 300,
  encoding: { x, y },
  layer,
  ...own,
});
const dark = { type: 'bar', color: '#68635b' };
const label = (own: object = {}, channels: object = {}) => ({
  mark: { type: 'text', fontSize: 18, align: 'left', dx: 8, color: '#1c1a17', ...own },
  encoding: { text: { field: 'label' }, ...channels },
});
const bars = (mark: object, own: object = {}) => spec([{ mark: { ...dark, ...mark } }], own);
const overTime = (layer: object[], axis: object = { grid: false }) => ({
  description: 'The valuation of each round',
  data: { name: 'rounds' },
  width: 700,
  height: 300,
  encoding: {
    x: {
      field: 'closed',
      type: 'temporal',
      scale: { type: 'utc' },
      axis: { format: 'month', values: { expr: "pluck(data('rounds'), 'closed')" } },
    },
    y: { field: 'post_money_usd_bn', type: 'quantitative', axis },
  },
  layer,
});
/** Labels alone, without paper. */
const onPicture = (color: string) =>
  spec([label({ color })], { background: 'transparent', encoding: { x: { ...x, axis: null }, y: { ...y, axis: null } } });

/** Bars that stand, with light labels upwards from their foot. */
const standing = (scale: object) =>
  spec([{ mark: dark }, label({ angle: 270, baseline: 'middle', dx: 4, color: '#ffffff' }, { y: { datum: 0 } })], {
    encoding: { y: { ...x, scale }, x: { ...y, axis: { labelAngle: 0 } } },
  });
const line = (own: object = {}) => ({ mark: { type: 'line', color: '#1c1a17', ...own } });

const figure = 'The last round came to {{ rounds.late.post_money_usd_bn | money }}.';
/** The height of a title that puts the source line below {@link figure} at 32 px from the foot of its slide. */
const atEdge = 511;
const tall = 'h1{min-height:400px}p:not(.sources){min-height:140px}';

export const cases: readonly Case[] = [
  { name: 'no heading', rule: 'no-title', wrong: 'A paragraph alone.\n', well: '## A title\n\nA paragraph.\n' },
  {
    name: 'a bold line in place of a heading',
    rule: 'no-title',
    wrong: '**Bold as a title**\n\nA paragraph.\n',
    well: '# Bold as a title\n\nA paragraph.\n',
  },
  { name: 'a heading without words', rule: 'no-title', wrong: '#\n\nA paragraph.\n', well: '# A\n\nA paragraph.\n' },
  { name: 'nothing at all', rule: 'empty-slide', wrong: '\n', well: '# A word\n' },
  { name: 'nothing but notes', rule: 'empty-slide', wrong: '<!-- Notes alone. -->\n', well: '# Words\n\n<!-- Notes. -->\n' },
  {
    name: 'nothing but a header',
    rule: 'empty-slide',
    wrong: '<!-- _header: Words at the edge -->\n',
    well: '<!-- _header: Words at the edge -->\n\n# And a title\n',
  },
  { name: 'a level left out', rule: 'skipped-heading', wrong: '# Above\n\n### Deeper\n', well: '# Above\n\n## Below\n\n### Deeper\n' },
  {
    name: 'a level left out further down',
    rule: 'skipped-heading',
    wrong: '# Above\n\n## Below\n\n#### Deepest\n',
    well: '# Above\n\n## Below\n\n### Deeper\n\n## Below again\n',
  },
  { name: 'a deep first heading', rule: 'skipped-heading', wrong: '### Deeper\n', well: '## Below\n' },
  {
    name: 'a picture without words',
    rule: 'no-alternative',
    wrong: '# A title\n\n![](pictures/mark.png)\n',
    well: '# A title\n\n![The mark](pictures/mark.png)\n',
  },
  {
    name: 'a picture larger than its pixels',
    rule: 'enlarged-picture',
    wrong: '# A title\n\n![w:300 The mark](pictures/mark.png)\n',
    well: '# A title\n\n![w:8 The mark](pictures/mark.png)\n',
  },
  styled('small print', 'small-text', 'p{font-size:15px}', 'p{font-size:16px}', 'A paragraph of the body.'),
  styled('small print in a list', 'small-text', 'li{font-size:.6em}', 'li{font-size:.7em}', '- A point of the body'),
  styled('small print within a line', 'small-text', 'em{font-size:12px}', 'em{font-size:16px}', 'Words and *words that are smaller*.'),
  styled('small cells', 'small-text', 'td{font-size:14px}', 'td{font-size:16px}', '| Name |\n| --- |\n| cell |'),
  {
    name: 'an appendix too small',
    rule: 'small-text',
    wrong: `<!-- _class: appendix -->\n\n${scoped('p{font-size:11px}', 'A paragraph.')}`,
    well: `<!-- _class: appendix -->\n\n${scoped('p{font-size:12px}', 'A paragraph.')}`,
  },
  {
    name: 'an edge too small',
    rule: 'small-text',
    wrong: `<!-- _footer: Words at the edge -->\n\n${scoped('footer{font-size:11px}', 'A paragraph.')}`,
    well: `<!-- _footer: Words at the edge -->\n\n${scoped('footer{font-size:12px}', 'A paragraph.')}`,
  },
  styled('grey on paper', 'low-contrast', 'p{font-size:18px;color:#8a8a8a}', 'p{font-size:18px;color:#6b6b6b}', 'A paragraph.'),
  styled('large grey on paper', 'low-contrast', 'p{font-size:30px;color:#a0a0a0}', 'p{font-size:30px;color:#8a8a8a}', 'A paragraph.'),
  styled(
    'bold is large sooner',
    'low-contrast',
    'strong{font-size:18px;color:#8a8a8a}',
    'strong{font-size:19px;color:#8a8a8a}',
    'A **paragraph**.',
  ),
  styled('faded', 'low-contrast', 'p{opacity:.4}', 'p{opacity:.9}', 'A paragraph.'),
  styled('see-through colour', 'low-contrast', 'p{color:rgba(0,0,0,.4)}', 'p{color:rgba(0,0,0,.7)}', 'A paragraph.'),
  styled('dark on dark', 'low-contrast', 'p{background:#333333}', 'p{background:#333333;color:#ffffff}', 'A paragraph.'),
  styled(
    'accent on a tint',
    'low-contrast',
    'td{background:#c4341a;color:#1c1a17}',
    'td{background:#c4341a;color:#ffffff}',
    '| Name |\n| --- |\n| cell |',
  ),
  styled(
    'grey on a light gradient',
    'low-contrast',
    'p{background:linear-gradient(#eeeeee,#ffffff);color:#a0a0a0}',
    'p{background:linear-gradient(#eeeeee,#ffffff);color:#333333}',
    'A paragraph.',
  ),
  styled(
    'grey on a gradient of mixed colours',
    'low-contrast',
    'p{background:linear-gradient(color-mix(in srgb,#eeeeee 50%,#dddddd),#ffffff);color:#a0a0a0}',
    'p{background:linear-gradient(color-mix(in srgb,#eeeeee 50%,#dddddd),#ffffff);color:#333333}',
    'A paragraph.',
  ),
  styled(
    'dark on a dark colour behind the slide',
    'low-contrast',
    'h1{color:#ffffff}p{color:#333333}',
    'h1{color:#ffffff}p{color:#dddddd}',
    '![bg](#222222)\n\nA paragraph.',
  ),
  styled(
    'light words on a light picture',
    'low-contrast',
    'h1{color:#1c1a17}p{color:#ffffff}',
    'h1{color:#1c1a17}p{color:#1c1a17}',
    '![bg](pictures/light.png)\n\nA paragraph.',
  ),
  styled(
    'words where a picture is light and dark',
    'low-contrast',
    'h1{color:#ffffff}p{color:#ffffff}',
    'h1{color:#ffffff}p{color:#ffffff;background:rgba(0,0,0,.7)}',
    '![bg](pictures/halves.png)\n\nA paragraph that goes on from the dark side of the picture to its light side, and ends there.',
  ),
  {
    name: 'light words on a picture that no filter dims',
    rule: 'low-contrast',
    wrong: scoped('h1{color:#1c1a17}p{color:#ffffff}', '![bg](pictures/light.png)\n\nA paragraph.'),
    well: scoped('h1,p{color:#ffffff}', '![bg brightness:.3](pictures/light.png)\n\nA paragraph.'),
  },
  styled(
    'words over a picture in the text',
    'low-contrast',
    'p+p{position:absolute;left:100px;top:250px;color:#1c1a17}',
    'p+p{position:absolute;left:100px;top:250px;color:#ffffff}',
    '![w:600 h:400 A night](pictures/dark.png)\n\nA paragraph.',
  ),
  {
    name: 'words on the picture of a directive',
    rule: 'low-contrast',
    wrong: `<!-- _backgroundImage: url(pictures/dark.png) -->\n\n${scoped('h1{color:#ffffff}', 'A paragraph.')}`,
    well: `<!-- _backgroundImage: url(pictures/dark.png) -->\n\n${scoped('h1,p{color:#ffffff}', 'A paragraph.')}`,
  },
  {
    name: 'a chart on a picture',
    rule: 'low-contrast',
    wrong: scoped('h1,.sources{color:#ffffff}', '![bg](pictures/dark.png)\n\n![What the chart shows](CHART)'),
    well: scoped('h1,.sources{color:#ffffff}', '![bg](pictures/dark.png)\n\n![What the chart shows](CHART)'),
    charts: [onPicture('#1c1a17'), onPicture('#ffffff')],
  },
  charted('a turned label that ends beside its bar', 'low-contrast', standing({ type: 'linear' }), standing({ type: 'sqrt' })),
  charted(
    'a label that ends beside its bar',
    'low-contrast',
    spec([{ mark: dark }, label({ color: '#ffffff', align: 'right', dx: 40 })]),
    spec([{ mark: dark }, label({ color: '#ffffff', align: 'right', dx: -8 })]),
  ),
  charted(
    'a label that begins on a bar',
    'low-contrast',
    spec([{ mark: dark }, label({ dx: -12 })]),
    spec([{ mark: dark }, label({ dx: 2 })]),
  ),
  charted(
    'a light label on a light bar',
    'low-contrast',
    spec([{ mark: { ...dark, color: '#8d877d' } }, label({ color: '#ffffff' }, { x: { datum: 0 } })]),
    spec([{ mark: { ...dark, color: '#4a463f' } }, label({ color: '#ffffff' }, { x: { datum: 0 } })]),
  ),
  charted(
    'a label lighter than paper bears',
    'low-contrast',
    bars({}, { encoding: { x: { ...x, axis: { grid: false, labelColor: '#999999' } }, y } }),
    bars({}, { encoding: { x: { ...x, axis: { grid: false, labelColor: '#666666' } }, y } }),
  ),
  charted(
    'small labels',
    'small-text',
    bars({}, { encoding: { x: { ...x, axis: { grid: false, labelFontSize: 15 } }, y } }),
    bars({}, { encoding: { x: { ...x, axis: { grid: false, labelFontSize: 16 } }, y } }),
  ),
  {
    name: 'a chart drawn too small',
    rule: 'small-text',
    wrong: '# A title\n\n![w:400 What the chart shows](CHART)\n',
    well: '# A title\n\n![w:720 What the chart shows](CHART)\n',
    charts: [bars({}), bars({}, { width: 560 })],
  },
  charted('faint bars', 'faint-mark', bars({ color: '#cdc7bb' }), bars({ color: '#cdc7bb', stroke: '#68635b' })),
  charted(
    'faint bars with a faint outline',
    'faint-mark',
    bars({ color: '#cdc7bb', stroke: '#bbbbbb' }),
    bars({ color: '#8d877d', stroke: '#bbbbbb' }),
  ),
  charted('a faint line', 'faint-mark', overTime([line({ color: '#cccccc' })]), overTime([line({ color: '#808080' })])),
  charted(
    'faint points',
    'faint-mark',
    overTime([{ mark: { type: 'point', filled: true, color: '#dddddd' } }]),
    overTime([{ mark: { type: 'point', filled: true, color: '#dddddd', aria: false } }]),
  ),
  charted(
    'a see-through area',
    'faint-mark',
    overTime([{ mark: { type: 'area', color: '#1c1a17', opacity: 0.15 } }]),
    overTime([{ mark: { type: 'area', color: '#1c1a17', opacity: 0.6 } }]),
  ),
  styled('a paragraph on another', 'overlap', 'p+p{margin-top:-20px}', 'p+p{margin-top:0}', 'A first paragraph.\n\nA second paragraph.'),
  styled(
    'a paragraph on the title',
    'overlap',
    'p{position:absolute;top:84px;left:90px}',
    'p{position:absolute;top:200px;left:90px}',
    'A paragraph.',
  ),
  styled(
    'cells that run into each other',
    'overlap',
    'table{width:200px;table-layout:fixed}td{white-space:nowrap;border:0}',
    'table{width:400px;table-layout:fixed}td{white-space:nowrap;border:0}',
    '| A | B |\n| --- | --- |\n| a long cell here | another |',
  ),
  {
    name: 'words on a chart',
    rule: 'overlap',
    wrong: `${scoped('p:nth-of-type(2){margin-top:-60px!important}', '![What the chart shows](CHART)\n\nA paragraph.')}`,
    well: `${scoped('p:nth-of-type(2){margin-top:4px}', '![What the chart shows](CHART)\n\nA paragraph.')}`,
    charts: [bars({}), bars({})],
  },
  charted(
    'two labels in one place',
    'label-collision',
    spec([{ mark: dark }, label(), label({ dx: 14 })]),
    spec([{ mark: dark }, label({ dy: -14 }), label({ dy: 14 })]),
  ),
  charted(
    'labels that touch sideways',
    'label-collision',
    spec([{ mark: dark }, label(), label({ dx: 40 })]),
    spec([{ mark: dark }, label(), label({ dx: 110 })]),
  ),
  charted(
    'labels of an axis that run together',
    'label-collision',
    bars(
      {},
      {
        width: 160,
        encoding: { y: { ...x }, x: { ...y, axis: { labelAngle: 0, labelOverlap: false, labelFontSize: 26, labelLimit: 0 } } },
      },
    ),
    bars(
      {},
      {
        width: 500,
        encoding: { y: { ...x }, x: { ...y, axis: { labelAngle: 0, labelOverlap: false, labelFontSize: 26, labelLimit: 0 } } },
      },
    ),
  ),
  charted(
    'a gridline through a label',
    'label-collision',
    spec([label({ dx: -30, align: 'left' })], { encoding: { x: { ...x, axis: { grid: true, tickCount: 30 } }, y } }),
    spec([label()], {}),
  ),
  charted(
    'a rule through a label',
    'label-collision',
    spec([
      label({ align: 'center', dx: 0 }),
      { mark: { type: 'rule', color: '#1c1a17' }, encoding: { y: { value: 0 }, y2: { value: 'height' } } },
    ]),
    spec([label({ dx: 6 }), { mark: { type: 'rule', color: '#1c1a17' }, encoding: { y: { value: 0 }, y2: { value: 'height' } } }]),
  ),
  charted(
    'a line through a label',
    'label-collision',
    overTime([line(), label({ align: 'center', dx: 0 })]),
    overTime([line(), label({ dx: 12, dy: 16 })]),
  ),
  charted(
    'a curve through a label',
    'label-collision',
    overTime([line({ interpolate: 'monotone' }), label({ align: 'center', dx: 0 })]),
    overTime([line({ interpolate: 'monotone' }), label({ dx: 12, dy: 16 })]),
  ),
  {
    name: 'a figure in two lines',
    rule: 'torn-figure',
    wrong: scoped('p{width:120px}.tie{white-space:normal}', '{{ rounds.late.post_money_usd_bn | money }}'),
    well: scoped('p{width:300px}.tie{white-space:normal}', '{{ rounds.late.post_money_usd_bn | money }}'),
  },
  {
    name: 'a figure and its unit in two lines',
    rule: 'torn-figure',
    wrong: scoped('p{width:150px}', 'It took us {{ rounds.late.lead_investors | number }} months.'),
    well: scoped('p{width:500px}', 'It took us {{ rounds.late.lead_investors | number }} months.'),
  },
  styled('more lines than a slide has', 'overflow', 'p{height:620px}', 'p{height:380px}', 'A paragraph.'),
  styled('wider than the page', 'overflow', 'p{min-width:1220px}', 'p{min-width:1180px}', 'A paragraph.'),
  styled('a body over the source line', 'overflow', `${tall}p:not(.sources){min-height:200px;margin-bottom:-60px}`, tall, figure),
  styled('words cut by their box', 'overflow', 'p{height:20px;overflow:hidden}', 'p{height:40px;overflow:hidden}', 'A paragraph.'),
  styled(
    'a line that ends in dots',
    'overflow',
    'p{width:160px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}',
    'p{width:560px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}',
    'A paragraph that is long.',
  ),
  styled(
    'words that leave the slide though their box does not',
    'overflow',
    'p{position:absolute;left:1200px;width:40px;white-space:nowrap}',
    'p{position:absolute;left:1000px;width:40px;white-space:nowrap}',
    'Words beyond.',
  ),
  styled(
    'lines on one another',
    'overlap',
    'p{width:200px;line-height:.5}',
    'p{width:200px;line-height:1.1}',
    'A paragraph of some lines that are short.',
  ),
  styled('drawn too small', 'small-text', 'p{transform:scale(.3)}', 'p{transform:scale(.9)}', 'A paragraph.'),
  styled(
    'dark on a gradient of one dark colour',
    'low-contrast',
    'p{background:linear-gradient(#222222,#222222);color:#1c1a17}',
    'p{background:linear-gradient(#222222,#222222);color:#ffffff}',
    'Words.',
  ),
  styled(
    'words that run out of the dark part of a gradient',
    'low-contrast',
    'p{background:linear-gradient(90deg,#111111,#eeeeee 90px);color:#ffffff}',
    'p{background:linear-gradient(90deg,#111111,#eeeeee 900px);color:#ffffff;width:600px}',
    'Some words.',
  ),
  styled('a source line at the edge', 'overflow', `h1{min-height:${atEdge + 4}px}`, `h1{min-height:${atEdge}px}`, figure),
];

/** What only looks like a defect. */
export const nearMisses: readonly { name: string; slide: string; chart?: object }[] = [
  {
    name: 'words for readers alone',
    slide: scoped(
      '.only{position:absolute;width:1px;height:1px;overflow:hidden;white-space:nowrap}',
      'Words. <span class="only">For readers alone</span>',
    ),
  },
  { name: 'a source line that is not shown', slide: scoped('p.sources{display:none}', '{{ rounds.late.post_money_usd_bn | money }}') },
  {
    name: 'turned words of two lines',
    slide: scoped('p{width:160px;transform:rotate(-45deg);margin:160px}', 'Words that are turned by us.'),
  },
  { name: 'labels that are hidden', slide: shown, chart: spec([{ mark: dark }, label(), label({ opacity: 0 })]) },
  { name: 'marks that are clipped', slide: shown, chart: spec([{ mark: { ...dark, clip: true } }]) },
  { name: 'turned labels', slide: shown, chart: bars({}, { encoding: { y: { ...x }, x: { ...y, axis: { labelAngle: -45 } } } }) },
  { name: 'an axis at its own ticks', slide: shown, chart: overTime([line()], { grid: false, ticks: true, domain: true }) },
  {
    name: 'a label in a bar',
    slide: shown,
    chart: spec([{ mark: dark }, label({ color: '#ffffff', align: 'right', dx: -8 })], {
      transform: [{ filter: 'datum.post_money_usd_bn > 60' }],
    }),
  },
  {
    name: 'points on a line of their colour',
    slide: shown,
    chart: overTime([line(), { mark: { type: 'point', filled: true, color: '#1c1a17' } }]),
  },
  { name: 'code, links and emphasis in a line', slide: '# A title\n\nWords with `code`, [a link](https://example.com) and **weight**.\n' },
  { name: 'text on a dark slide', slide: '<!-- _class: invert -->\n\n# A title\n\nWords.\n' },
  { name: 'a nested list', slide: '# A title\n\n- Above\n  - under it\n    - and under that\n' },
  { name: 'light words on a picture', slide: scoped('h1,p{color:#ffffff}', '![bg](pictures/mark.png)\n\nWords.') },
  { name: 'words beside a picture', slide: scoped('p{color:#1c1a17}', '![bg right:40%](pictures/mark.png)\n\nWords.') },
  {
    name: 'words somewhere on a gradient from dark to light',
    slide: scoped('p{background:linear-gradient(90deg,#111111,#ffffff);color:#ffffff}', 'Words.'),
  },
  {
    name: 'words on a gradient of colours that are none of sRGB',
    slide: scoped('p{background:linear-gradient(90deg,oklch(0.2 0.05 250),#ffffff);color:#ffffff}', 'Words.'),
  },
  { name: 'words on a colour that is not one of sRGB', slide: scoped('p{background:oklch(0.2 0.05 250);color:#ffffff}', 'Words.') },
  {
    name: 'a figure at the end of a line',
    slide: scoped('p{width:150px}', 'It took us {{ rounds.late.lead_investors | number }} investors.'),
  },
  { name: 'words on a light picture with a few dark specks', slide: scoped('p{color:#1c1a17}', '![bg](pictures/specks.png)\n\nWords.') },
  { name: 'words on the dark half of a picture', slide: scoped('h1,p{color:#ffffff}', '![bg](pictures/halves.png)\n\nWords.') },
  {
    name: 'dark words in an opaque box on a dark picture',
    slide: scoped('h1{color:#ffffff}p{color:#1c1a17;background:#ffffff}', '![bg](pictures/dark.png)\n\nWords.'),
  },
  {
    name: 'light words under the shadow of a gradient on a light picture',
    slide: scoped(
      'h1{color:#1c1a17}p{color:#ffffff;background:linear-gradient(#000000cc,#000000dd)}',
      '![bg](pictures/light.png)\n\nWords.',
    ),
  },
  { name: 'words beside a picture in the text', slide: '# A title\n\nWords.\n\n![w:600 h:200 A night](pictures/dark.png)\n\nWords.\n' },
  { name: 'a picture on a picture', slide: '# A title\n\n![bg](pictures/mark.png)\n\nWords.\n' },
];
