import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { htmlOnly, layProject, silent } from '../project.ts';

let browser: Browser;
let root: string;
let page: Page;
const complaints: string[] = [];

const english = `---
section: overview
---

# The valuation grew {{ growth.multiple | times }}

- The first round valued it at {{ rounds.seed.post_money_usd_bn | money }}
- The last round in {{ rounds.late.closed | date }}
- Counted: {{ large.count }}, measured: {{ large.measured | number }}

<!-- Begin with {{ growth.multiple | times }}. -->
`;

beforeAll(async () => {
  const large =
    '/*\nfields:\n  count: { unit: count }\n*/\nSELECT round(max(post_money_usd_bn) * 119.8525)::BIGINT AS count, max(post_money_usd_bn) * 119.8525 AS measured FROM rounds\n';
  root = await layProject(undefined, { 'slides/en/01-overview.md': english, 'data/large.sql': large });
  [browser] = await Promise.all([openBrowser(), build(htmlOnly(root), silent)]);
});

afterAll(() => browser.close());

afterEach(async () => {
  expect(complaints.splice(0), 'the console is silent').toEqual([]);
  await page.close();
});

async function open(address = '', deck = 'base.en'): Promise<void> {
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 720 });
  await page.setOfflineMode(true);
  page.on('console', (message) => {
    const isLock = message.text().includes('Wake Lock');
    if ((message.type() === 'error' || message.type() === 'warn') && !isLock) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${pathToFileURL(join(root, 'dist', `${deck}.html`)).href}${address}`, { waitUntil: 'load' });
  await page.waitForFunction('document.querySelector(".bespoke-marp-active, .bespoke-marp-presenter-container") !== null');
}

/** The facts of the card that is open, by name; undefined when none is. */
const facts = () =>
  page.evaluate(() => {
    const card = document.getElementById('tieout-card');
    if (!card) return undefined;
    const names = [...card.querySelectorAll('dt')].map((each) => each.textContent ?? '');
    const texts = [...card.querySelectorAll('dd')].map((each) => (each.textContent ?? '').trim());
    const head = card.querySelector('h2')?.textContent ?? '';
    return { role: card.getAttribute('role') ?? '', head, facts: Object.fromEntries(names.map((name, index) => [name, texts[index]])) };
  });

const slide = () =>
  page.evaluate(() => [...document.querySelectorAll('.bespoke-marp-slide')].findIndex((each) => each.matches('.bespoke-marp-active')) + 1);
const waitForSlide = (number: number) =>
  page.waitForFunction(`document.querySelectorAll('.bespoke-marp-slide')[${number - 1}].matches('.bespoke-marp-active')`, {
    timeout: 10_000,
  });

/** The figure that has the focus, as shown. */
const focused = () => page.evaluate(() => (document.activeElement?.matches('.tie') ? document.activeElement.textContent : undefined));
const inCard = () => page.evaluate(() => document.activeElement?.closest('#tieout-card') !== null);

/** Presses a key twice and lets the deck take it. */
const settle = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const onActive = (selector: string) => `.bespoke-marp-active ${selector}`;

describe('the card of a figure', () => {
  test('in text tells all the way from the raw value to the place in the source', async () => {
    await open();
    await page.click(onActive('h1 .tie'));
    const card = await facts();
    expect(card?.role).toBe('dialog');
    expect(card?.head).toMatch(/^9\.9/);
    expect(card?.facts).toMatchObject({
      'Raw value': String(183 / 18.4),
      Unit: 'x',
      Table: 'Growth from the first round to the last (data/growth.sql)',
      Formula: 'last valuation / first valuation',
      Datasets: 'Funding rounds',
      Source: 'The ledger',
      'As of': '2025-09-30',
    });
    expect(card?.facts.Field).toContain('multiple');
    expect(await page.$eval('#tieout-card', (each) => each.textContent)).toContain('Query');
  });

  test('of a dataset tells its row and its place', async () => {
    await open();
    await page.click(onActive('li:first-of-type .tie'));
    const card = await facts();
    expect(card?.head).toBe('US$18.4 billion');
    expect(card?.facts).toMatchObject({
      'Raw value': '18.4',
      Unit: 'USD bn',
      Table: 'Funding rounds (data/rounds.csv)',
      Row: 'Seed (seed)',
      Place: 'note a',
    });
    expect(await page.$eval('#tieout-card', (each) => each.textContent)).not.toContain('Query');
    await page.click(onActive('li:nth-of-type(2) .tie'));
    expect((await facts())?.facts['Raw value']).toBe('2025-09-01');
  });

  test('shows the whole value of a rounded figure, grouped', async () => {
    await open();
    await page.click(onActive('li:nth-of-type(3) .tie:nth-of-type(1)'));
    expect(await facts()).toMatchObject({ head: '21,933', facts: { 'Raw value': '21,933', Unit: 'count' } });
    await page.keyboard.press('Escape');
    await page.click(onActive('li:nth-of-type(3) .tie:nth-of-type(2)'));
    expect(await facts()).toMatchObject({ head: '21,933', facts: { 'Raw value': '21,933.0075' } });
  });

  test('opens in a chart, too', async () => {
    await open('#2');
    const label = await page.evaluate(() => {
      const tie = [...document.querySelectorAll('.bespoke-marp-active svg tspan.tie')].find((each) => each.textContent === 'US$183bn');
      const box = tie?.getBoundingClientRect();
      return box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
    await page.mouse.click(label?.x as number, label?.y as number);
    const card = await facts();
    expect(card?.head).toBe('US$183bn');
    expect(card?.facts).toMatchObject({ 'Raw value': '183', Row: 'Late (late)', Place: 'note c' });
    expect(await slide()).toBe(2);
  });

  test('speaks the language of the deck', async () => {
    await open('', 'base.zh-Hant');
    await page.click(onActive('h1 .tie'));
    expect(Object.keys((await facts())?.facts ?? {})).toEqual(expect.arrayContaining(['原始值', '單位', '公式', '截至']));
  });

  test('closes by its button, by a click elsewhere, and never moves the slides', async () => {
    await open();
    await page.click(onActive('h1 .tie'));
    await page.click('#tieout-card h2');
    expect(await facts()).toBeDefined();
    await page.click('#tieout-card button');
    expect(await facts()).toBeUndefined();
    await page.click(onActive('h1 .tie'));
    await page.mouse.click(1200, 40);
    expect(await facts()).toBeUndefined();
    expect(await slide()).toBe(1);
  });
});

describe('the keyboard', () => {
  test('Tab goes from figure to figure, Enter and Space open, Escape closes and gives back the focus', async () => {
    await open();
    const order: (string | null | undefined)[] = [];
    for (let presses = 0; presses < 12 && order.length < 3; presses++) {
      await page.keyboard.press('Tab');
      const at = await focused();
      if (at !== undefined) order.push(at);
    }
    expect(order).toEqual([expect.stringMatching(/^9\.9/), 'US$18.4 billion', 'September 2025']);
    await page.keyboard.press('Enter');
    expect((await facts())?.head).toBe('September 2025');
    expect(await inCard()).toBe(true);
    await page.keyboard.press('Escape');
    expect([await facts(), await focused()]).toEqual([undefined, 'September 2025']);
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    await page.keyboard.press('Space');
    expect((await facts())?.head).toBe('US$18.4 billion');
    await page.keyboard.press('Tab');
    expect(await inCard()).toBe(true);
    await page.keyboard.press('Enter');
    expect([await facts(), await focused(), await slide()]).toEqual([undefined, 'US$18.4 billion', 1]);
  });

  test('steps close the card and move on, forward and back', async () => {
    await open();
    for (const [key, to] of [
      ['ArrowRight', 2],
      ['ArrowLeft', 1],
      ['PageDown', 2],
      ['PageUp', 1],
      [' ', 2],
    ] as const) {
      await page.click(onActive('.tie'));
      expect((await facts())?.role).toBe('dialog');
      await page.keyboard.press(key as 'End');
      await waitForSlide(to);
      expect(await facts()).toBeUndefined();
    }
    await page.keyboard.press('ArrowLeft');
    await waitForSlide(1);
  });

  test('Escape closes the card before it opens the overview', async () => {
    await open();
    const overview = () => page.evaluate(() => document.querySelector<HTMLElement>('.bespoke-marp-overview')?.dataset.open ?? '');
    await page.click(onActive('h1 .tie'));
    await page.keyboard.press('Escape');
    await settle();
    expect([await facts(), await overview()]).toEqual([undefined, '']);
    await page.keyboard.press('Escape');
    await page.waitForFunction('document.querySelector(".bespoke-marp-overview")?.dataset.open === "1"');
  });

  test('down scrolls a card that has more to show', async () => {
    await open();
    await page.setViewport({ width: 1280, height: 400 });
    await page.click(onActive('h1 .tie'));
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction('document.querySelector("#tieout-card > div").scrollTop > 0');
    expect(await slide()).toBe(1);
  });

  test('T shows the marks of all figures and hides them', async () => {
    await open();
    const marked = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('.bespoke-marp-active h1 .tie') as Element).textDecorationLine);
    expect(await marked()).toBe('none');
    await page.keyboard.press('t');
    expect(await marked()).toBe('underline');
    expect(await slide()).toBe(1);
    await page.keyboard.press('T');
    expect(await marked()).toBe('none');
  });

  test('reaches nothing on hidden slides', async () => {
    await open('#2');
    const seen = new Set<string>();
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const tie = document.activeElement?.closest('.tie');
        if (!tie) return undefined;
        return `${tie.closest('.bespoke-marp-active') ? 'shown' : 'hidden'} ${tie.textContent}`;
      });
      if (at) seen.add(at);
    }
    expect([...seen].sort()).toEqual(['shown US$18.4bn', 'shown US$183bn', 'shown US$61.5bn']);
    expect(await slide()).toBe(2);
  });
});

describe('a card goes with its slide', () => {
  test('when the buttons of the deck are clicked', async () => {
    await open();
    await page.mouse.move(640, 500);
    await page.click(onActive('h1 .tie'));
    await page.click('[data-bespoke-marp-osc="next"]');
    await waitForSlide(2);
    expect(await facts()).toBeUndefined();
  });

  test('when a finger swipes', async () => {
    await open();
    await page.click(onActive('h1 .tie'));
    const touch = await page.touchscreen.touchStart(200, 600);
    await touch.move(60, 600);
    await touch.end();
    await waitForSlide(2);
    await page.waitForFunction('document.getElementById("tieout-card") === null');
  });

  test('when another window moves', async () => {
    await open();
    await page.click(onActive('h1 .tie'));
    const other = await browser.newPage();
    const key = await page.evaluate(() => (history.state as { marpBespokeSyncKey?: string }).marpBespokeSyncKey);
    await other.goto(`${page.url().split('#')[0]}?view=presenter&sync=${key}`, { waitUntil: 'load' });
    await other.waitForSelector('.bespoke-marp-presenter-container');
    await other.keyboard.press('ArrowRight');
    await waitForSlide(2);
    await page.waitForFunction('document.getElementById("tieout-card") === null');
    await other.close();
  });
});

describe('the presenter view', () => {
  test('shows the card of a figure that is clicked, and moves on', async () => {
    await open('?view=presenter');
    await page.waitForFunction('document.querySelector(".bespoke-marp-active .tie[tabindex]") !== null');
    await page.click(onActive('h1 .tie'));
    expect((await facts())?.head).toMatch(/^9\.9/);
    await page.click('.bespoke-marp-presenter-info-page-next');
    await waitForSlide(2);
    expect(await facts()).toBeUndefined();
  });

  test('takes steps from notes that were read, and leaves them the keys that scroll', async () => {
    await open('?view=presenter');
    await page.click('.bespoke-marp-note.active');
    expect(await page.evaluate(() => document.activeElement?.matches('.bespoke-marp-note'))).toBe(true);
    await page.keyboard.press('ArrowRight');
    await waitForSlide(2);
    await page.keyboard.press('ArrowLeft');
    await waitForSlide(1);
    await page.evaluate(() => {
      (document.querySelector('.bespoke-marp-note.active') as HTMLElement).append('\n'.repeat(200));
    });
    await page.click('.bespoke-marp-note.active');
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction('document.querySelector(".bespoke-marp-note.active").scrollTop > 0');
    expect(await slide()).toBe(1);
    await page.keyboard.press('PageDown');
    await waitForSlide(2);
  });
});

test('controls speak the language of the deck', async () => {
  await open('', 'base.zh-Hant');
  const controls = () => page.evaluate(() => document.querySelector('.bespoke-marp-osc')?.textContent ?? '');
  expect(await controls()).toBe('上一頁第1頁，共3頁下一頁切換全螢幕切換總覽開啟講者檢視');
  await page.close();
  await open('?view=presenter', 'base.zh-Hant');
  const words = await page.evaluate(() =>
    [...document.querySelectorAll('.bespoke-marp-presenter-container [title]')].map((each) => each.getAttribute('title')),
  );
  expect(words.filter((each) => /[A-Za-z]/.test(each ?? ''))).toEqual([]);
  expect(await page.title()).toMatch(/^\[講者檢視\]/);
});

describe('a card opens what its figure was computed from', () => {
  const unfold = (title: string) =>
    page.evaluate(async (title) => {
      const fold = [...document.querySelectorAll('#tieout-card details')].find((each) =>
        each.querySelector('summary')?.textContent?.startsWith(title),
      ) as HTMLDetailsElement;
      fold.open = true;
      await new Promise((done) => setTimeout(done, 50));
      return fold.innerText;
    }, title);

  test('the row of a cell, with its line', async () => {
    await open();
    await page.click(onActive('li:first-of-type .tie'));
    expect((await facts())?.facts.File).toBe('data/rounds.csv, line 2');
    expect(await unfold('The whole row')).toContain('18.4');
  });

  test('the tables that a model reads, down to the dataset', async () => {
    await open();
    await page.click(onActive('h1 .tie'));
    const text = await unfold('Funding rounds (data/rounds.csv)');
    expect(text).toContain('3 of 3 rows');
    expect(text).toContain('The ledger');
    expect(text).toContain('183');
  });
});

test('the presenter view works, without a word in the console', async () => {
  await open('?view=presenter');
  await page.keyboard.press('t');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.bespoke-marp-presenter-info-page')?.textContent?.startsWith('2'), {
    timeout: 10_000,
  });
  expect(await page.evaluate(() => document.querySelector('.bespoke-marp-presenter-note-wrapper')?.textContent)).toBeDefined();
  const next = page.frames().find((each) => each.url().includes('view=next'));
  expect(next).toBeDefined();
  expect(await next?.evaluate(() => document.querySelectorAll('[tabindex="0"].tie').length)).toBe(0);
});
