import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../scripts/build.ts';
import { loadTables } from '../scripts/data/index.ts';
import type { Row, Tables } from '../scripts/data/tables.ts';
import { openBrowser } from '../scripts/dist/index.ts';
import { type Project, readProject } from '../scripts/project.ts';
import { findNumbers } from '../scripts/quotes/numbers.ts';
import { readCarried } from '../scripts/record/carry.ts';
import { cellOf } from '../scripts/record/diff.ts';
import type { DeckRecord } from '../scripts/record/schema.ts';
import { verifyRecord } from '../scripts/record/verify.ts';
import { home, htmlOnly, makeFolder, silent } from './project.ts';

// The shipped project: whatever its words, its numbers must agree between decks and with its data.
let project: Project;
let tables: Tables;
let out: string;
let browser: Browser;
const records = new Map<string, DeckRecord>();

beforeAll(async () => {
  [project, out, browser] = await Promise.all([readProject(home), makeFolder(), openBrowser()]);
  await build({ ...htmlOnly(home), out, formats: ['html', 'pdf'] }, silent);
  tables = await loadTables(project);
  for (const { name } of project.decks.decks) records.set(name, (await readCarried(join(out, `${name}.pdf`))).record);
}, 120_000);

afterAll(async () => {
  tables?.close();
  await browser?.close();
});

const names = ['investor.zh-Hant', 'investor.en', 'brief.zh-Hant', 'brief.en'];
const recordOf = (name: string) => records.get(name) as DeckRecord;
const rowsOf = async (table: string) => (await tables.read(table)).rows;
const oneRow = async (table: string) => (await rowsOf(table))[0] as Row;

/** The figures and charts of a slide. */
const figuresOn = (record: DeckRecord, slide: number) =>
  record.figures.filter((each) => each.slide === slide && each.kind === 'figure' && each.where !== 'notes');

/** The text cells of the tables that a slide's charts draw: what heads their panels. */
async function chartWords(record: DeckRecord, slide: number): Promise<ReadonlySet<unknown>> {
  const names = record.slides[slide - 1]?.charts ?? [];
  const drawn = record.charts.filter((each) => names.includes(each.name)).flatMap((each) => each.tables);
  const rows = await Promise.all(drawn.map(rowsOf));
  return new Set(rows.flat().flatMap((row) => Object.values(row).filter((each) => typeof each === 'string')));
}

test('there are an investor deck and a brief in each language', () => {
  expect([...records.keys()].sort()).toEqual([...names].sort());
});

test('a cell has the same value and reads as the same number in every deck', () => {
  const first = new Map<string, { value: unknown; shown: number | undefined; deck: string }>();
  const differing: string[] = [];
  let shared = 0;
  for (const [deck, record] of records) {
    for (const figure of record.figures.filter((each) => each.kind === 'figure')) {
      const known = first.get(cellOf(figure));
      if (!known) first.set(cellOf(figure), { value: figure.value, shown: figure.shown, deck });
      else {
        if (known.deck !== deck) shared++;
        if (known.value !== figure.value || known.shown !== figure.shown)
          differing.push(`${cellOf(figure)}: ${known.deck} ${known.shown}, ${deck} ${figure.shown} ("${figure.text}")`);
      }
    }
  }
  expect(shared).toBeGreaterThan(100);
  expect(differing).toEqual([]);
});

test('the decks of one kind show the same figures in both languages, slide by slide', () => {
  for (const kind of ['investor', 'brief']) {
    const [chinese, english] = ['zh-Hant', 'en'].map((language) => recordOf(`${kind}.${language}`)) as [DeckRecord, DeckRecord];
    expect(english.slides.length, kind).toBe(chinese.slides.length);
    const charts = (record: DeckRecord) => record.slides.map((each) => each.charts);
    expect(charts(english), kind).toEqual(charts(chinese));
    expect(english.audit, kind).toEqual(chinese.audit);
    expect(english.data, kind).toBe(chinese.data);
  }
});

describe.each(names)('%s', (name) => {
  const record = () => recordOf(name);
  const isBrief = name.startsWith('brief');

  test('is as long as it may be', () => {
    expect(record().slides.length).toBeGreaterThanOrEqual(isBrief ? 4 : 24);
    expect(record().slides.length).toBeLessThanOrEqual(isBrief ? 8 : 40);
  });

  test('is small enough to send', async () => {
    const size = async (ending: string) => (await stat(join(out, `${name}.${ending}`))).size;
    expect(await size('html')).toBeLessThanOrEqual(1.5 * 2 ** 20);
    expect(await size('pdf')).toBeLessThanOrEqual(isBrief ? 400_000 : 2 ** 20);
  });

  test('has a source line on every slide with a figure or a chart', async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(out, `${name}.html`)).href, { waitUntil: 'load' });
    const sourced = await page.evaluate(() =>
      [...document.querySelectorAll('section[data-marpit-pagination], foreignObject > section')].map((each) =>
        (each.querySelector('.sources')?.textContent ?? '').trim(),
      ),
    );
    await page.close();
    expect(sourced).toHaveLength(record().slides.length);
    const recorded = new Set(record().tables.map((each) => each.name));
    for (const slide of record().slides) {
      const tied = figuresOn(record(), slide.number).some((each) => recorded.has(each.table));
      if (tied || slide.charts.length > 0)
        expect(sourced[slide.number - 1], `slide ${slide.number} "${slide.title}"`).toMatch(/^(?:資料來源：|Source: )/);
    }
  });

  test('shows no numeral that is neither a figure, nor words of a table, nor a listed literal', async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(out, `${name}.html`)).href, { waitUntil: 'load' });
    const slides = await page.evaluate(() =>
      [...document.querySelectorAll('section[data-marpit-pagination], foreignObject > section')].map((section) => {
        // Gaps part no text.
        for (const gap of section.querySelectorAll('i.g')) gap.remove();
        section.normalize();
        const texts: { text: string; inChart: boolean }[] = [];
        const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const parent = node.parentElement as Element;
          // The generator's own: the source line with its date and places, and the ticks of an axis.
          if (!parent.closest('.tie, .sources, .role-axis-label, style, script'))
            texts.push({ text: node.textContent ?? '', inChart: parent.closest('svg text') !== null });
        }
        return { texts, ties: section.querySelectorAll('.tie').length };
      }),
    );
    await page.close();
    expect(slides.reduce((sum, each) => sum + each.ties, 0)).toBeGreaterThan(20);
    const loose: string[] = [];
    for (const [index, { texts }] of slides.entries()) {
      const own = record()
        .figures.filter((each) => each.slide === index + 1 && each.kind === 'words')
        .map((each) => each.text);
      const listed = record()
        .literals.filter((each) => each.slide === index + 1)
        .map((each) => each.text);
      const known = [...own, ...listed].sort((a, b) => b.length - a.length);
      const cells = await chartWords(record(), index + 1);
      for (const { text, inChart } of texts) {
        if (inChart && cells.has(text)) continue;
        const rest = known.reduce((left, each) => left.replaceAll(each.replace(/\s+/g, ' '), ' '), text.replace(/\s+/g, ' '));
        loose.push(...findNumbers(rest).map((each) => `slide ${index + 1}: "${each.text}" in "${text.trim()}"`));
      }
    }
    expect(loose).toEqual([]);
  });

  test("ties out to today's data", async () => {
    expect(await verifyRecord(record(), tables)).toEqual([]);
  });
});

test('every content slide of the investor decks has notes', async () => {
  const { prepare } = await import('../scripts/build.ts');
  const { decks } = await prepare({ ...htmlOnly(home), decks: ['investor.zh-Hant', 'investor.en'] }, silent);
  for (const { deck } of decks) {
    const isContent = (html: string) => !/^<section[^>]*class="[^"]*\b(?:cover|section|agenda)\b/.test(html);
    const silentSlides = deck.slides.filter((each) => isContent(each.html) && each.notes.trim().length < 20);
    expect(silentSlides.map((each) => `${each.file}: ${deck.ledger.resolve(each.title)}`)).toEqual([]);
    expect(deck.slides.filter((each) => isContent(each.html)).length).toBeGreaterThan(15);
  }
});

test('every section of the article is claimed by the investor decks', async () => {
  const sections = (await rowsOf('sections')).map((each) => String(each.id));
  expect(sections.length).toBeGreaterThan(6);
  for (const deck of project.decks.decks.filter((each) => each.name.startsWith('investor'))) {
    expect(deck.covers).toBe('sections');
    const files = [...new Set(recordOf(deck.name).slides.map((each) => each.id.replace(/#\d+$/, '')))];
    const texts = await Promise.all(files.map((file) => readFile(join(home, file), 'utf8')));
    const claimed = texts.flatMap((text) => /^section:\s*(\S+)$/m.exec(text)?.[1] ?? []);
    expect([...new Set(claimed)].sort()).toEqual([...sections].sort());
  }
});

describe('the audit finds from data alone', () => {
  const claim = async (id: string) => (await rowsOf('claims_audit')).find((each) => each.id === id) as Row;

  test('the multiple and the months behind the headline, and what a slip of one decimal makes of it', async () => {
    const summary = await oneRow('valuation_summary');
    expect(summary.multiple).toBeCloseTo(183 / 6.15, 9);
    expect(summary.multiple_if_slip).toBeCloseTo(183 / 61.5, 9);
    expect(await claim('headline-multiple')).toMatchObject({
      stated: 30,
      verdict: 'holds_if',
      computed: summary.multiple,
      other: summary.multiple_if_slip,
    });
    expect(await claim('headline-months')).toMatchObject({ computed: summary.months });
  });

  test('that the first round would have sold over half of the company', async () => {
    const first = await claim('first-valuation');
    expect(first.computed as number).toBeGreaterThan(0.5);
    expect(first.other as number).toBeCloseTo(10, 9);
    expect(first.verdict).toBe('holds_if');
  });

  test('that points of the curve disagree with the prose, each by the same test', async () => {
    const points = await rowsOf('picture_valuation');
    const verdicts = await Promise.all(points.map(async (each) => (await claim(`picture-${each.id}`)).verdict));
    expect(verdicts).toEqual(['holds', 'not_testable', 'contradicts', 'contradicts', 'contradicts']);
    expect(await claim('picture-2025-03')).toMatchObject({ stated: 183, computed: 61.5, other: 6, other_unit: 'months' });
    expect((await claim('picture-caption')).verdict).toBe('holds');
  });

  test('that the peer chart shows more than the closed valuation, which changes the rank', async () => {
    const peers = await oneRow('peers_summary');
    expect(peers.equals_target).toBe(true);
    expect(peers.subject_closed_rank as number).toBeGreaterThan(peers.subject_picture_rank as number);
    expect(await claim('peer-valuation')).toMatchObject({ stated: 300, computed: 183, verdict: 'contradicts' });
  });

  test('that claims of one kind are held to one test: capital of two investors, bounds that must be passed', async () => {
    expect((await claim('capital-amazon')).verdict).toBe((await claim('capital-google')).verdict);
    expect(await claim('market-size')).toMatchObject({ stated: 3.5, computed: 3.5, verdict: 'holds_if' });
    expect((await claim('market-rate')).verdict).toBe('holds');
  });

  test('that a phrase is no number: no bounds of ours are shown as stated', async () => {
    for (const id of ['revenue', 'price-to-sales']) {
      expect(await claim(id)).toMatchObject({ stated: null, stated_high: null });
      expect((await claim(id)).phrase_en).toMatch(/hundreds/);
    }
  });

  test('that nothing can be tested exactly where the article has no figure to test it against', async () => {
    const audit = await rowsOf('claims_audit');
    expect(audit.filter((each) => each.verdict === 'not_testable').map((each) => each.id)).toEqual(
      audit.filter((each) => each.against === null).map((each) => each.id),
    );
  });

  test('what revenue the price to sales implies, and that its years differ', async () => {
    const sales = await oneRow('price_to_sales_summary');
    const last = (await oneRow('valuation_summary')).last_usd_bn as number;
    expect(sales.implied_revenue_high_usd_bn).toBeCloseTo(last / 100, 6);
    expect(sales.same_year).toBe(false);
    expect(await claim('price-to-sales')).toMatchObject({ verdict: 'holds_if', other: sales.years_apart });
  });

  test("the yearly growth that the forecast's own values give", async () => {
    const market = await oneRow('market_summary');
    const rate = await claim('market-rate');
    expect([rate.computed, rate.computed_high]).toEqual([market.cagr_low, market.cagr_high]);
    expect(market.cagr_low as number).toBeGreaterThan(rate.stated as number);
    expect(rate.verdict).not.toBe('not_testable');
  });

  test('the worth of the bubble share, and of the range of corrections', async () => {
    const bubble = await claim('bubble-share');
    const { companies_usd_bn: companies, market_usd_bn: market } = await oneRow('bubble_summary');
    expect([bubble.computed, bubble.computed_high]).toEqual([companies as number, market as number].sort((a, b) => a - b));
    const correction = await claim('correction-range');
    expect(correction.computed as number).toBeGreaterThan(0);
    expect(correction.computed_high as number).toBeGreaterThan(correction.computed as number);
  });

  test('a verdict for every claim, shown in the appendix and counted in the summary', async () => {
    const audit = await rowsOf('claims_audit');
    expect(audit.length).toBe((await rowsOf('claims')).length);
    const holds = audit.filter((each) => each.verdict === 'holds').length;
    for (const name of ['investor.zh-Hant', 'investor.en']) {
      const record = recordOf(name);
      expect(record.audit?.claims.map((each) => each.verdict)).toEqual(audit.map((each) => each.verdict));
      const shown = new Set(
        record.figures.filter((each) => each.table === 'claims_audit' && each.where === 'slide').map((each) => each.key),
      );
      expect([...shown].sort()).toEqual(audit.map((each) => String(each.id)).sort());
      const summary = record.figures.find((each) => each.slide <= 3 && each.table === 'audit_summary' && each.field === 'holds');
      expect(summary?.value).toBe(holds);
    }
  });
});
