import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { format, type Way, writeQuantity } from '../../scripts/quotes/formats.ts';
import { wordedLanguages } from '../../scripts/quotes/languages/index.ts';
import { Ledger, type Tie } from '../../scripts/quotes/ledger.ts';
import { findNumbers } from '../../scripts/quotes/numbers.ts';
import { visibleNumbers, visibleText } from '../../scripts/quotes/visible.ts';
import { htmlOnly, layProject, places, problemsOf, problemsWith, silent } from '../project.ts';

const descriptor = new URL('../projects/base/data/datapackage.json', import.meta.url);

/** A slide file of the deck base.en that claims its section; its body begins on line 5. */
const slide = (body: string) => `---\nsection: overview\n---\n\n${body}\n`;
const slideProblems = (body: string) => problemsWith({ 'slides/en/01-overview.md': slide(body) });

describe('findNumbers', () => {
  test.each([
    ['digits', '30 and 1,830.5', ['30', '1,830.5']],
    ['digits before a scale', '3.5 兆、1,830 億、3.5萬億', ['3.5 兆', '1,830 億', '3.5萬億']],
    ['English scales', 'US$183 billion, US$183bn', ['183 billion', '183bn']],
    ['full-width digits', '１８３億與４０％', ['１８３億', '４０']],
    ['other digits', '٣٠ 𝟑𝟎 ½ 10²', ['٣٠', '𝟑𝟎', '½', '10²']],
    ['numerals before counters', '三十倍、兩款、一年、十五個月', ['三十倍', '兩款', '一年', '十五個月']],
    ['halves', '一半、半年、過半、減半', ['一半', '半年', '過半', '減半']],
    ['round numerals', '近 30 倍、三十多倍、二十餘年、十幾家、數十億、幾百倍', ['30', '三十多倍', '二十餘年', '十幾家', '數十億', '幾百']],
    ['years', '二〇二五年、一九九五年、一兩年、廿年', ['二〇二五年', '一九九五年', '一兩年', '廿年']],
    ['shares', '百分之四十、三分之一、五成、四十%', ['百分之四十', '三分之一', '五成', '四十%']],
    ['a decimal in numerals', '三點五兆美元', ['三點五兆美元']],
    ['numerals in emphasis', '成長**三十**倍，三十\u200B倍', ['三十**倍', '三十\u200B倍']],
    ['English words', 'thirty times, twofold, doubled, half, twenty-five', ['thirty', 'twofold', 'doubled', 'half', 'twenty-five']],
    [
      'more English words',
      'sixteen, dozens, a third of it, one-third, hundreds',
      ['sixteen', 'dozens', 'a third', 'one-third', 'hundreds'],
    ],
  ])('finds %s', (_, text, found) => {
    const numbers = findNumbers(text);
    expect(numbers.map((each) => each.text)).toEqual(found);
    for (const each of numbers) expect(text.slice(each.offset, each.offset + each.text.length)).toBe(each.text);
  });

  test.each([
    ['words that begin with 一', '一致、統一、一些、一種、一方面、一個、一般、一起、唯一、同一年、另一天'],
    ['ordinals', '第一、第二名、第三十章、第十一年'],
    ['words with numerals', '十分重要、百姓、千萬不要、萬一、兩者、三角、成千上萬'],
    ['English words that only look like numbers', 'one of them, the first, a third party, quarterly, often, weight, bitten'],
  ])('leaves alone %s', (_, text) => {
    expect(findNumbers(text)).toEqual([]);
  });

  test.each([
    ['三十倍', 30],
    ['兩百五十億', 2.5e10],
    ['三點五兆', 3.5e12],
    ['二〇二五年', 2025],
    ['百分之四十', 0.4],
    ['三成', 0.3],
    ['3.5 兆', 3.5e12],
    ['3.5萬億', 3.5e12],
    ['１８３億', 1.83e10],
    ['US$1,830 million', 1.83e9],
    ['twenty-five', 25],
    ['threefold', 3],
    ['½', undefined],
    ['two hundred and fifty million', 2.5e8],
    ['ninety-nine', 99],
    ['halving', 0.5],
    ['doubled', 2],
    ['參佰萬元', 3e6],
    ['數十億', undefined],
  ])('reads %s as %d', (text, value) => {
    expect(findNumbers(text).map((each) => each.value)).toEqual([value]);
  });

  test('a unit of area is no number, and an area is one', () => {
    expect(findNumbers('Fläche (km²), 密度（人/km²）, g/cm³')).toEqual([]);
    expect(findNumbers('四半期ごとの二次的な売上、九州の八百屋の十八番', [], 'ja')).toEqual([]);
    expect(findNumbers('三倍', [], 'ja').map((each) => each.text)).toEqual(['三倍']);
    expect(findNumbers('5 km² and x²').map((each) => each.text)).toEqual(['5', '²']);
  });

  test('literals are let through, and only they', () => {
    expect(findNumbers('Claude 4 與 4 款', [/Claude 4(?!\d)/gu]).map((each) => [each.offset, each.text])).toEqual([[11, '4']]);
  });

  test('finds any formatted number, and reads its value', () => {
    const quantities = fc.record({
      value: fc.integer({ min: -1e9, max: 1e9 }).map((each) => each / 1000),
      way: fc.constantFrom<Way>('money', 'percent', 'times', 'number', 'count'),
      language: fc.constantFrom(...wordedLanguages),
      option: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      style: fc.constantFrom('sentence', 'label', 'tick' as const),
    });
    const units = { money: 'USD bn', percent: 'share', times: 'x', number: 'kW', count: 'count' };
    fc.assert(
      fc.property(quantities, ({ value, way, language, option, style }) => {
        const unit = units[way as keyof typeof units];
        const { text, shown = 0 } = writeQuantity({ value, unit, type: 'number' }, way, language, option, style);
        const [found, ...more] = findNumbers(text, [], language);
        expect(more, `${language} ${text}`).toEqual([]);
        const said = way === 'percent' ? Math.abs(shown) * 100 : Math.abs(shown);
        expect((found?.value as number) / (said || 1), text).toBeCloseTo(said === 0 ? 0 : 1, 9);
      }),
    );
  });

  test('finds any date, in every language and precision', () => {
    const dates = fc.date({ min: new Date('1990-01-01'), max: new Date('2049-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.constantFrom(...wordedLanguages), fc.constantFrom('year', 'month', 'day'), (date, language, precision) => {
        const text = format({ value: date.toISOString().slice(0, 10), unit: undefined, type: 'date' }, 'date', language, precision);
        expect(
          findNumbers(text, [], language).map((each) => each.value),
          text,
        ).toContain(date.getUTCFullYear());
      }),
    );
  });
});

describe('number words of other languages', () => {
  test.each([
    ['de', 'drei Milliarden Euro', 3e9],
    ['de', 'fünfundzwanzig Filialen', 25],
    ['de', 'elf Monate', 11],
    ['de', 'zweihundertfünfzig Filialen', 250],
    ['de', '1.234,5 Mio. Euro', 1_234_500_000],
    ['de-CH', '1’234 Franken', 1234],
    ['fr', 'trois milliards', 3e9],
    ['fr', 'quatre-vingt-dix-sept sites', 97],
    ['fr', 'vingt et un jours', 21],
    ['fr', '1\u00a0234,5\u00a0M', 1_234_500_000],
    ['es', 'treinta y dos oficinas', 32],
    ['es', 'dos mil millones', 2e9],
    ['ja', '1兆2,345億', undefined],
    ['ko', '매출은 천만 원', 10000000],
    ['ko', '삼백만 명이 찾았다', 3000000],
    ['ko', '이십오 퍼센트를 넘었다', 25],
    ['ko', '십억', 1000000000],
    ['ko', '오조 원 규모', 5000000000000],
    ['ko', '천오백억 원', 150000000000],
    ['ko', '이천이십오년', 2025],
    ['ko', '만원', 10000],
    ['ko', '이만 명', 20000],
    ['ko', '백여 명', 100],
    ['ko', '십 년 만에', 10],
    ['ko', '삼 개월', 3],
    ['ko', '스물다섯 곳', 25],
    ['ko', '열두 개', 12],
    ['ko', '여덟 배', 8],
    ['ko', '두 배로 늘었다', 2],
    ['ko', '네 곳에서', 4],
    ['ko', '스무 개', 20],
    ['ko', '두 공장', 2],
    ['ko', '하나, 둘, 셋', 1],
    ['ko', '하나뿐', 1],
    ['ko', '3백만 명', 3000000],
    ['ko', '5천억 원', 500000000000],
    ['ko', '삼분의 일', 0.333333333333],
    ['ko', '매출이 갑절로', 2],
    ['ko', '절반이 줄었다', 0.5],
    ['ko', '수백만 명', undefined],
    ['ko', '몇 천 개', undefined],
    ['ko', '서너 개', undefined],
    ['ja', '売上が三割増え', 0.3],
    ['ja', '一割の店', 0.1],
    ['ja', '十店舗を開く', 10],
    ['ja', '二つの店', 2],
    ['ja', '三つ目', 3],
    ['ja', '五分の一', 0.2],
    ['ja', '八位に入る', 8],
    ['ja', '三か月で', 3],
    ['ja', '半分になる', 0.5],
    ['ja', '二千万円', 20000000],
    ['ja', '5割の店', 5],
  ])('%s: %s', (language, text, value) => {
    const [found] = findNumbers(text, [], language);
    expect(found).toBeDefined();
    if (value !== undefined) expect(found?.value).toBe(value);
  });

  test.each([
    ['de', 'Das half dem Land am Nil'],
    ['de', 'Ein Haus und eine Bank, achtbar, Einheit, Dreieck und Verzweigung'],
    ['fr', 'un marché et une banque, un bilan neuf, disponible, centre'],
    ['es', 'un mercado y una empresa, milagro, entonces, cientificos'],
    ['ko', '구조 개선을 위한 조사, 이사와 사업, 육성과 조직, 만약 일이 있다면'],
    ['ko', '이천 공장과 사천 요리, 백조의 호수, 십일조, 천사, 만족, 백화점과 천연가스'],
    ['ko', '하나의 시장, 그중 하나, 둘 다, 둘째와 세 번째, 한 가지 방법, 이번 분기와 이 분기'],
    ['ko', '십분 활용, 천만에, 그것만이, 조명, 모두 좋다, 세 부담, 오만과 편견, 만회, 억제, 추억과 기억'],
    ['ja', '第三位、一つの店、一部の会社、三つ巴の争い、二つ返事'],
    ['ja', '十分な準備、一本化、三社会、八百屋と九州の四半期、割引、役割、半期、一件落着'],
    ['en', 'The elf once sat at the deuce'],
  ])('%s: none in %s', (language, text) => {
    expect(findNumbers(text, [], language)).toEqual([]);
  });
});

describe('number words of the deck’s language are seen in', () => {
  const german = (files: Record<string, string>) =>
    problemsWith({
      'slides/decks.yaml': 'decks:\n  - { name: de, title: Eins, language: de, slides: [de.md] }\n',
      'slides/de.md': '# Umsatz\n',
      ...files,
    });
  const svg = (text: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>${text}</text></svg>`;
  const chart = (mark: object) =>
    JSON.stringify({
      data: { name: 'rounds' },
      layer: [{ mark: 'bar', encoding: { x: { field: 'raised_usd_bn' }, y: { field: 'label_en' } } }, mark],
    });
  const scaled = (domain: string[]) =>
    JSON.stringify({
      data: { name: 'rounds' },
      mark: 'bar',
      encoding: { x: { field: 'raised_usd_bn' }, y: { field: 'label_en', scale: { domain } } },
    });
  const dated = (format: string) =>
    JSON.stringify({
      data: { name: 'rounds' },
      mark: 'bar',
      encoding: { x: { field: 'raised_usd_bn' }, y: { field: 'label_en', axis: { format, formatType: 'time' } } },
    });
  const titled = (source: object) => readFileSync(descriptor, 'utf8').replace(/\{ "title": "The ledger".*?\} \}/, JSON.stringify(source));
  const shown = '# Umsatz\n\n![Umsatz](../charts/a.vl.json)\n';

  test.each<[string, Record<string, string>, string]>([
    ['what Liquid makes of texts', { 'slides/de.md': '# {{ "Drei Milliarden" }}\n' }, 'untied-number'],
    ['a literal', { 'slides/de.md': '# {{ "drei Milliarden" | literal }}\n' }, 'untied-number'],
    ['a picture', { 'slides/de.md': '# Umsatz\n\n![Bild](a.svg)\n', 'slides/a.svg': svg('drei Milliarden') }, 'untied-number'],
    ['a style', { 'slides/de.md': '---\nstyle: "h1::after { content: \'elf Filialen\' }"\n---\n\n# Umsatz\n' }, 'untied-number'],
    [
      'what a chart computes',
      {
        'slides/de.md': shown,
        'charts/a.vl.json': chart({ mark: 'text', encoding: { text: { value: { expr: "'el' + 'f Filialen'" } } } }),
      },
      'untied-number',
    ],
    ['the span of a scale', { 'slides/de.md': shown, 'charts/a.vl.json': scaled(['elf Filialen']) }, 'typed-scale'],
    ['the format of an axis', { 'slides/de.md': shown, 'charts/a.vl.json': dated('%B, elf Filialen') }, 'format'],
    ['a title', { 'data/datapackage.json': titled({ title: 'Drei Milliarden Euro' }) }, 'untied-number'],
    [
      'a title of its language',
      { 'data/datapackage.json': titled({ title: 'Geld', titles: { de: 'Drei Milliarden Euro' } }) },
      'untied-number',
    ],
  ])('%s', async (_, files, rule) => {
    expect((await german(files)).map((each) => each.ruleId)).toContain(rule);
  });
});

describe('marks', () => {
  const tie = (text: string): Tie => ({
    table: 't',
    key: 'k',
    field: 'f',
    value: 1,
    unit: undefined,
    place: undefined,
    text,
    shown: undefined,
  });
  const texts = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), { maxLength: 40 });
  const free = (text: string, put = '') => text.replace(/[\uE000\uE001\uE010-\uE019]/g, put);

  test('resolve to any text between any text', () => {
    fc.assert(
      fc.property(texts, (pairs) => {
        const ledger = new Ledger();
        const marked = pairs.map(([before, shown]) => free(before) + ledger.enter(tie(shown))).join('');
        expect(ledger.resolve(marked)).toBe(pairs.map(([before, shown]) => free(before) + free(shown, '\uFFFD')).join(''));
        const other = new Ledger();
        other.enter(tie('another'));
        expect(other.resolve(other.adopt(marked, ledger))).toBe(ledger.resolve(marked));
      }),
    );
  });

  test('of no tie stay as they are', () => {
    const [ledger, other] = [new Ledger(), new Ledger()];
    other.enter(tie('a'));
    const mark = other.enter(tie('b'));
    expect(ledger.resolve(`x${mark}y`)).toBe(`x${mark}y`);
  });

  test('typed by hand are refused', async () => {
    expect(places(await slideProblems('# Growth \uE000\uE010\uE001'))).toEqual(['slides/en/01-overview.md:5:10 untied-number']);
  });
});

describe('a number typed by hand', () => {
  test.each([
    ['a title', '# It grew 9.9×', 5, 11, '9.9'],
    ['text', '# Growth\n\nNow 183 or so', 7, 5, '183'],
    ['a table cell', '# Rounds\n\n| Round | Value |\n| --- | --- |\n| Late | 61.5 |', 9, 10, '61.5'],
    ['a note', '# Growth\n\n<!-- Say 30 -->', 7, 10, '30'],
    ['a note like a directive', '# Growth\n\n<!-- Say: it grew 30 times -->', 7, 19, '30'],
    ['the alt text of a picture', '# Growth\n\n![The 30 marks](../pictures/mark.png)', 7, 7, '30'],
    ['the title of a link', '# Growth\n\n[Link](https://example.com/30 "All 40")', 7, 36, '40'],
    ['an attribute that is read', '# Growth\n\n<b title="all" aria-label=\'40 in all\'>x</b>', 7, 28, '40'],
    ['a code span', '# Growth\n\n`30`', 7, 2, '30'],
    ['a header comment', '<!-- _header: All 30 -->\n\n# Growth', 5, 19, '30'],
    ['what only looks like a list', '# Growth\n\nIt grew to\n30. Then not', 8, 1, '30'],
    ['what only looks like a tag', '# Growth\n\nwhere x <y or 30 > z', 7, 15, '30'],
    ['what only looks like a link', '# Growth\n\n[all](30 of them)', 7, 7, '30'],
    ['an entity', '# Growth\n\nIt grew &#51;&#48; times', 7, 9, '30'],
    ['the start of a list', '# Growth\n\n<ol start="30">\n<li>x</li></ol>', 7, 12, '30'],
    ['the value of an item', '# Growth\n\n<ol><li value=30>x</li></ol>', 7, 15, '30'],
    ['a style', '# Growth\n\n<style scoped>\nh1 { top: 5px }\nh1::after { content: "; 30" }\n</style>', 9, 25, '30'],
    ['a style as a directive', '# Growth\n\n<!-- style: "h1::after { content: \'30\' }" -->', 7, 36, '30'],
    ['a counter', '# Growth\n\n<ol style="margin: 4px; counter-reset: list-item 29"><li>x</li></ol>', 7, 50, '29'],
    ['a Chinese numeral', '# Growth\n\n成長三十倍', 7, 3, '三十倍'],
    ['digits parted by a tag', '# Growth\n\nGrew 9<b></b>9 times', 7, 6, '99'],
    ['a word in emphasis', '# Growth\n\nGrew ni**ne**ty times', 7, 6, 'ninety'],
    ['a word in entities', '# Growth\n\nIt d&#111;ubled', 7, 4, 'doubled'],
    ['a word with a soft hyphen', '# Growth\n\nGrew ni&shy;nety times', 7, 6, 'ninety'],
    ['a word with a space of no width', '# Growth\n\nGrew ni\u200Bnety times', 7, 6, 'ninety'],
    ['a word around a comment', '# Growth\n\nGrew ni<!-- so -->nety times', 7, 6, 'ninety'],
    ['full-width letters', '# Growth\n\nGrew ｎｉｎｅｔｙ times', 7, 6, 'ninety'],
    ['an entity in a code span', '# Growth\n\n`a&#110;b`', 7, 5, '110'],
    ['the start of a list in Markdown', '# Growth\n\n7. raised', 7, 1, '7'],
    ['a list that leaps', '# Growth\n\n1. one\n9. raised', 8, 1, '9'],
    ['a list with another sign', '# Growth\n\n1. so\n2) raised', 8, 1, '2'],
    ['what only looks like the next item', '# Growth\n\n1. so\n\nIt grew to\n2. Then not', 10, 1, '2'],
  ])('in %s is refused where it stands', async (_, body, line, column, text) => {
    const [first] = await slideProblems(body);
    expect([first?.ruleId, first?.line, first?.column]).toEqual(['untied-number', line, column]);
    expect(first?.reason).toBe(`"${text}" is typed by hand`);
  });

  test('in the header of the front matter, on one line or several, is refused', async () => {
    const file = '---\nsection: overview\nheader: >\n  All 30\nfooter: Only 40\n---\n\n# Growth\n';
    expect(places(await problemsWith({ 'slides/en/01-overview.md': file }))).toEqual([
      'slides/en/01-overview.md:4:7 untied-number',
      'slides/en/01-overview.md:5:14 untied-number',
    ]);
  });

  test('in the words of decks.yaml is refused', async () => {
    const decks = (title: string, subject: string, author: string) =>
      `author: ${author}\ndecks:\n  - name: base.en\n    title: ${title}\n    subject: "${subject}"\n    language: en\n    slides: [en/*.md]\n`;
    expect(places(await problemsWith({ 'slides/decks.yaml': decks('It grew 30 times', 'All 40', 'Team of 5') }))).toEqual([
      'slides/decks.yaml:4:20 untied-number',
      'slides/decks.yaml:5:19 untied-number',
      'slides/decks.yaml:1:17 untied-number',
    ]);
    expect(await problemsWith({ 'slides/decks.yaml': decks('It grew {{ growth.multiple | times }}', 'All', 'Team') })).toEqual([]);
  });

  test.each([
    ['9.9 倍', '{{ growth.multiple | show }}'],
    ['US$183 billion', '{{ growth.last_usd_bn | show }}'],
    ['1,830 億', '{{ growth.last_usd_bn | show }}'],
    ['615億', '{{ rounds.growth.post_money_usd_bn | show }}'],
    ['三點五十億', undefined],
    ['35 億', '{{ rounds.growth.raised_usd_bn | show }}'],
    ['13 billion', '{{ rounds.late.raised_usd_bn | show }}'],
    ['$13 billion', '{{ rounds.late.raised_usd_bn | show }}'],
    ['thirteen', undefined],
    ['13%', undefined],
    ['13x', undefined],
    ['13', undefined],
    ['{{ rounds.late.label }} raised 13', '{{ rounds.late.raised_usd_bn | show }}'],
    ['兩家', '{{ rounds.growth.lead_investors | show }}'],
    ['777', undefined],
  ])('%s is answered with the cell that holds it', async (text, code) => {
    const [first] = await slideProblems(`# Growth\n\n成長 ${text}`);
    expect(first?.ruleId).toBe('untied-number');
    if (code) expect(first?.note).toContain(`quote the cell: ${code}`);
    else expect(first?.note).not.toContain('quote the cell');
    expect(first?.note).toContain('put the value into a dataset');
    expect(first?.note).toContain('"literals" in slides/decks.yaml');
    expect(first?.note).toContain('| literal }}');
  });

  test.each([
    ['40%', '{{ shares.bubble.value | show }}'],
    ['百分之四十', '{{ shares.bubble.value | show }}'],
    ['3.5 兆', '{{ shares["3.5"].value | show }}'],
    ['30 倍', '{{ shares.multiple.value | show }}'],
    ['三十倍', '{{ shares.multiple.value | show }}'],
  ])('%s is answered with a cell whose unit stands in its row', async (text, code) => {
    const csv = 'section,label_zh_hant,label_en\noverview,,\nrounds,,\nbubble,share,0.4\n3.5,USD tn,3.497\nmultiple,x,29.76\n';
    const sql = `/*\nprimaryKey: id\nfields:\n  value: { unitField: unit }\n*/\nSELECT section AS id, label_en::DOUBLE AS value, label_zh_hant AS unit FROM sections WHERE label_en IS NOT NULL ORDER BY id\n`;
    const files = { 'data/sections.csv': csv, 'data/shares.sql': sql, 'slides/en/01-overview.md': slide(`# ${text}`) };
    const problems = (await problemsWith(files)).filter((each) => each.ruleId === 'untied-number');
    expect(places(problems)).toEqual(['slides/en/01-overview.md:5:3 untied-number']);
    expect(problems[0]?.note).toContain(code);
  });

  test('no cell is suggested that cannot be quoted', async () => {
    const sql = '/* title: keyless */\nSELECT lead_investors + 774 AS value FROM rounds ORDER BY value\n';
    const [first] = await problemsWith({ 'data/keyless.sql': sql, 'slides/en/01-overview.md': slide('# 777') });
    expect(first?.ruleId).toBe('untied-number');
    expect(first?.note).toContain('put the value into a dataset');
  });
});

describe('a number put together by Liquid', () => {
  test.each([
    ['a constant', '{{ 30 }}'],
    ['a text', '{{ "30倍" }}'],
    ['a text in parts', '{{ "三十" }}{{ "倍" }}'],
    ['a raw text', '{{ "30倍" | raw }}'],
    ['a raw block', '{% raw %}{{ 30 }}{% endraw %}'],
    ['a figure with a digit more', '{{ rounds.late.post_money_usd_bn | money | append: "0" }}'],
    ['a sum', '{{ rounds.late.post_money_usd_bn | plus: 1 }}'],
    ['a product', '{{ rounds.late.post_money_usd_bn | divided_by: 2 }}'],
    ['a raw cell', '{{ rounds.late.post_money_usd_bn | append: "" }}'],
    ['a variable', '{% assign n = 30 %}{{ n }}'],
    ['a variable with a sum', '{% assign n = rounds.late.post_money_usd_bn | plus: 1 %}{{ n }}'],
    ['a loop', '{% for row in rounds %}{{ forloop.index }}{% endfor %}'],
    ['a range', '{% for n in (30..31) %}{{ n }}{% endfor %}'],
    ['a count of rows', '{{ rounds.size }}'],
    ['a counter', '{% increment n %}'],
    ['a counter that falls', '{% decrement n %}'],
    ['a place in a loop', '{% for row in rounds %}{{ forloop.rindex0 | append: "" }}{% endfor %}'],
    ['words in parts', '{{ "ni" }}{{ "nety" }}'],
    ['words in a branch', 'ni{% if true %}ne{% endif %}ty'],
    ['the letters of a text', '{% assign all = "90" | split: "" %}{{ all | join: "" }}'],
    ['a cycle', '{% cycle "30", "40" %}'],
    ['an echo', '{% echo 30 %}'],
    ['a capture', '{% capture n %}{{ "3" }}{{ "0" }}{% endcapture %}{{ n }}'],
    ['JSON', '{{ "a30" | json }}'],
  ])('from %s is refused', async (_, liquid) => {
    const problems = await slideProblems(`# Growth\n\nGrew ${liquid}`);
    expect(problems.map((each) => each.ruleId)).toContain('untied-number');
    expect(problems.map((each) => each.line)).toContain(7);
  });

  test.each([
    ['{{ 30 | money }}', 'money'],
    ['{{ "2025-09-30" | date }}', 'date'],
    ['{{ "now" | date: "%Y" }}', 'date'],
    ['{% assign n = rounds.late.post_money_usd_bn | plus: 1 %}{{ n | money }}', 'money'],
  ])('and written as a figure, %s, is refused', async (liquid, way) => {
    const [first] = await slideProblems(`# Growth\n\nGrew ${liquid}`);
    expect([first?.ruleId, first?.line]).toEqual(['liquid', 7]);
    expect(first?.reason).toContain(`"${way}" writes cells of tables`);
  });

  test('from an included file is refused', async () => {
    const files = { 'slides/part.liquid': 'Grew 30 times', 'slides/en/01-overview.md': slide('# Growth\n\n{% include "part.liquid" %}') };
    expect(places(await problemsWith(files))).toEqual(['slides/en/01-overview.md:7:1 untied-number']);
  });

  test.each([
    ['a variable', '{% assign cell = rounds.late.post_money_usd_bn %}{{ cell | money }}'],
    ['a captured text', '{% capture text %}{{ rounds.late.post_money_usd_bn | money }}{% endcapture %}{{ text }}'],
    ['a text with words around', '{{ rounds.late.post_money_usd_bn | money | prepend: "about " }}'],
    ['a loop', '{% for row in rounds %}{% if forloop.last %}{{ row.post_money_usd_bn | money }}{% endif %}{% endfor %}'],
  ])('from a cell by %s is traced', async (_, liquid) => {
    expect(await slideProblems(`# Growth\n\nGrew ${liquid}`)).toEqual([]);
  });
});

test('what is no figure passes', async () => {
  const body = `<!-- _class: chart -->

# Claude 4 and {{ "Series 7" | literal }} &#8211; <b data-n="30" width="30">bold</b>

1. one of them
2. another
   - nested
3. third

Between

4. goes on

> 1. quoted
> 1. again

- See <https://example.com/2025/30?x=40> and [this](https://example.com/40 "The source")

![w:30 The mark](../pictures/mark.png)

<style>h1 { font-size: 44px; }</style>

一致、統一、一些、一種、一方面、第一
`;
  const files = { 'slides/decks.yaml': `literals: ['Claude 4']\n${await baseDecks()}`, 'slides/en/01-overview.md': slide(body) };
  const root = await layProject(undefined, files);
  expect(await problemsOf(() => build(htmlOnly(root), silent))).toEqual([]);
});

/** The base project's decks.yaml, to write something above it. */
async function baseDecks(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(`${await layProject()}/slides/decks.yaml`, 'utf8');
}

test('visibleText keeps every line and column', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab0<>"\n{}%-![]():;&# 三倍') }), (text) => {
      const visible = visibleText(text);
      expect(visible.length).toBe(text.length);
      expect([...visible.matchAll(/\n/g)].map((each) => each.index)).toEqual([...text.matchAll(/\n/g)].map((each) => each.index));
    }),
  );
});

describe('a number in any form', () => {
  /** A whole number in a form that a reader takes for it. */
  const form = fc.tuple(fc.integer({ min: 2, max: 999_999 }), fc.nat({ max: 8 })).map(([number, kind]) => formOf(number, kind));
  const position = fc.constantFrom<(text: string) => string>(
    (text) => `# It is ${text} now`,
    (text) => `# Growth\n\nIt is ${text} now`,
    (text) => `# Growth\n\n- **${text}**\n- all`,
    (text) => `# Growth\n\n| A | B |\n| --- | --- |\n| all | ${text} |`,
    (text) => `# Growth\n\n> ${text}`,
    (text) => `# Growth\n\n\`${text}\``,
    (text) => `# Growth\n\n![${text}](../pictures/mark.png)`,
    (text) => `# Growth\n\n[all](https://example.com "${text}")`,
    (text) => `# Growth\n\n<b title="${text}">all</b>`,
    (text) => `# Growth\n\n<!-- Say ${text} -->`,
    (text) => `<!-- _footer: It is ${text} -->\n\n# Growth`,
    (text) => `---\nheader: It is ${text}\n---\n\n# Growth`,
    (text) => `# 成長\n\n約${text}，如上`,
  );
  /** Ways to write the same text, so that it reads the same. */
  const guise = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => [...text].map((char) => `&#${char.codePointAt(0)};`).join(''),
    (text) => [...text].map((char) => `&#x${char.codePointAt(0)?.toString(16)};`).join(''),
    (text) => [...text].join('\u200B'),
    (text) => [...text].join('\u00AD'),
  );

  test('is found wherever it stands on a slide', () => {
    fc.assert(
      fc.property(form, position, guise, (text, place, write) => {
        const slide = place(write(text));
        expect(visibleNumbers(slide), slide).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('is found when markup parts its characters', () => {
    const part = fc.constantFrom('<b></b>', '<wbr>', '<i title="so">', '<!-- so -->', '&ZeroWidthSpace;', '&shy;', '**', '\u2060');
    fc.assert(
      fc.property(form, part, fc.nat(), (text, between, seed) => {
        const chars = [...text];
        const at = 1 + (seed % Math.max(1, chars.length - 1));
        const slide = `# Growth\n\nIt is ${chars.slice(0, at).join('')}${between}${chars.slice(at).join('')} now`;
        expect(visibleNumbers(slide), slide).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

/** A number as digits of some script, in words, or in Chinese numerals. */
function formOf(number: number, kind: number): string {
  const digits = String(number);
  const from = (zero: number) => [...digits].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
  const forms = [
    digits,
    new Intl.NumberFormat('en-US').format(number),
    from(0xff10),
    from(0x0660),
    from(0x0966),
    from(0x1d7ce),
    englishOf(number),
    `${chineseOf(number)}家`,
    `${chineseOf(number).replace(/[一二三四五六七八九]/g, (char) => '壹貳參肆伍陸柒捌玖'['一二三四五六七八九'.indexOf(char)] as string)}元`,
  ];
  return forms[kind] as string;
}

function englishOf(number: number): string {
  const ones =
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
      ' ',
    );
  const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
  if (number < 20) return ones[number] as string;
  if (number < 100) return [tens[Math.floor(number / 10) - 2], ...(number % 10 > 0 ? [ones[number % 10]] : [])].join('-');
  const [scale, word] = number < 1000 ? [100, 'hundred'] : [1000, 'thousand'];
  const rest = number % (scale as number);
  return `${englishOf(Math.floor(number / (scale as number)))} ${word}${rest > 0 ? ` and ${englishOf(rest)}` : ''}`;
}

function chineseOf(number: number): string {
  const digits = '零一二三四五六七八九';
  const scale = [10_000, 1000, 100, 10].find((each) => number >= each);
  if (!scale) return digits[number] as string;
  const rest = number % scale;
  const word = { 10000: '萬', 1000: '千', 100: '百', 10: '十' }[scale];
  return `${chineseOf(Math.floor(number / scale))}${word}${rest === 0 ? '' : `${rest < scale / 10 ? '零' : ''}${chineseOf(rest)}`}`;
}

describe('a number typed by hand into a chart', () => {
  const chart = async (change: Record<string, unknown>) => {
    const base = { data: { name: 'rounds' }, width: 800, height: 240, mark: 'bar', encoding: { y: { field: 'label' } } };
    return problemsWith({ 'charts/valuation.vl.json': JSON.stringify({ ...base, ...change }, undefined, 2) });
  };
  const y = { field: 'label' };
  const x = { field: 'post_money_usd_bn' };
  test.each<[string, string, Record<string, unknown>]>([
    ['title', '$.title', { title: 'All 30' }],
    ['title of several lines', '$.title.text[1]', { title: { text: ['All', 'of 30'] } }],
    ['subtitle', '$.title.subtitle', { title: { text: 'All', subtitle: 'of 30' } }],
    ['description', '$.description', { description: '成長三十倍' }],
    ['axis title', '$.encoding.x.axis.title', { encoding: { y, x: { ...x, axis: { title: 'of 30' } } } }],
    ['label expression', '$.encoding.x.axis.labelExpr', { encoding: { y, x: { ...x, axis: { labelExpr: "'30倍'" } } } }],
    ['text', '$.encoding.text.value', { mark: 'text', encoding: { y, text: { value: '30' } } }],
    ['text as a number', '$.encoding.text.value', { mark: 'text', encoding: { y, text: { value: 30 } } }],
    ['text of a mark', '$.mark.text', { mark: { type: 'text', text: 'all 30' } }],
    ['rows', '$.data.values[0].v', { data: { values: [{ label: 'a', v: 30 }] } }],
    ['rows in words', '$.data.values', { data: { values: 'label,v\na,30', format: { type: 'csv' } } }],
    ['named rows', '$.datasets.own[0].v', { datasets: { own: [{ label: 'a', v: 30 }] }, data: { name: 'own' } }],
    ['constant', '$.encoding.x.datum', { encoding: { y, x: { datum: 30 } } }],
    ['constant date', '$.encoding.x.datum.year', { encoding: { y, x: { type: 'temporal', datum: { year: 2025 } } } }],
    ['constant date in words', '$.encoding.x.datum', { encoding: { y, x: { type: 'temporal', datum: '2025-09' } } }],
  ])('as %s is refused', async (_, path, change) => {
    const [first] = await chart(change);
    expect(first?.reason).toMatch(new RegExp(`^${path.replace(/[$[\].]/g, '\\$&')}: "`));
    expect([first?.file, first?.ruleId]).toEqual(['charts/valuation.vl.json', 'untied-number']);
  });

  test('as words in its language is refused at its line and column', async () => {
    const usermeta = { words: { en: { title: 'All 30' }, 'zh-Hant': { title: '成長三十倍' } } };
    const problems = await chart({ title: '{{ words.title }}', usermeta });
    const spec = problems.map((each) => [each.line, each.column, each.reason]);
    expect(spec).toEqual([
      [20, 9, '$.usermeta.words.zh-Hant.title: "三十倍" is typed by hand'],
      [17, 9, '$.usermeta.words.en.title: "30" is typed by hand'],
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    [
      'a calculation',
      {
        transform: [{ calculate: 'datum.post_money_usd_bn * 2', as: 'twice' }],
        encoding: { y, text: { field: 'twice', type: 'quantitative' } },
      },
    ],
    [
      'a text in an expression',
      { transform: [{ calculate: "'30 times'", as: 'words' }], encoding: { y, text: { field: 'words', type: 'nominal' } } },
    ],
    ['a count', { encoding: { y, text: { aggregate: 'count' } } }],
    ['a signal', { mark: { type: 'text', text: { expr: '15 + 15' } }, encoding: { y } }],
  ])('as a label by %s is refused', async (_, change) => {
    const problems = await chart({ mark: 'text', ...change });
    expect(problems.map((each) => each.ruleId)).toContain('untied-number');
    expect(problems.map((each) => each.note).join()).toContain('data/*.sql');
  });

  test('as a position, a size or a condition passes', async () => {
    const encoding = {
      y,
      x: { ...x, scale: { domainMin: 0 }, axis: { values: [0, 18.4], labelExpr: 'datum.value > 30 ? datum.label : datum.label' } },
    };
    expect(await chart({ mark: { type: 'bar', size: 30, opacity: 0.4 }, encoding, padding: 12 })).toEqual([]);
  });
});
