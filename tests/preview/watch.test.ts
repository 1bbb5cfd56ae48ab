import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openBrowser } from '../../scripts/dist/index.ts';
import { layProject, makeFolder } from '../project.ts';
import { edit, openDeck, panelSays, type Session, shows, slide, startWatch } from './session.ts';

let browser: Browser;
const pages: Page[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
  expect(complaints.splice(0), 'no script fails').toEqual([]);
});

async function start(files: Record<string, string> = {}, env: Record<string, string> = {}): Promise<Session> {
  return startWatch(await layProject(undefined, files), [], env);
}

async function open(session: Session, address = '', deck = 'base.en'): Promise<Page> {
  const page = await openDeck(browser, session, deck, address);
  page.on('pageerror', (error) => complaints.push(String(error)));
  pages.push(page);
  // A page that is loaded anew has lost this.
  await page.evaluate('window.isSame = true');
  return page;
}

const isSame = (page: Page) => page.evaluate('window.isSame === true');
const onActive = (selector: string) => `.bespoke-marp-active ${selector}`;
const textsOf = (page: Page, selector: string) => page.$$eval(selector, (found) => found.map((each) => each.textContent ?? ''));
/** The widths of the bars of the chart. */
const bars = (page: Page) =>
  page.$$eval('.chart path[aria-roledescription="bar"], .chart .mark-rect path', (all) => all.map((each) => each.getAttribute('d')));

describe('what is saved is shown in place', () => {
  test('a cell: its figures and its chart, on the slide that is looked at', async () => {
    const session = await start();
    const page = await open(session, '#2');
    const before = await bars(page);
    await edit(session, 'data/rounds.csv', '13,183,', '13,193,');
    await shows(page, 'US$193bn');
    expect([await slide(page), await isSame(page)]).toEqual([2, true]);
    const after = await bars(page);
    expect(after.length).toBe(3);
    expect(after).not.toEqual(before);
    expect(await textsOf(page, 'section h1')).toContainEqual(expect.stringContaining('10.5'));
  });

  test('a word, with the card of a figure open, its figure new, and the focus back where it was', async () => {
    const session = await start();
    const page = await open(session);
    await page.click(onActive('li:first-of-type .tie'));
    await edit(session, 'slides/en/01-overview.md', 'The first round', 'The very first round');
    await shows(page, 'The very first round');
    expect(await textsOf(page, '#tieout-card h2')).toEqual(['US$18.4 billion']);
    await edit(session, 'data/rounds.csv', '18.4', '18.5');
    await page.waitForFunction(() => document.querySelector('#tieout-card h2')?.textContent === 'US$18.5 billion');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('US$18.5 billion');
    expect(await isSame(page)).toBe(true);
  });

  test('figures that are new can be asked as the others', async () => {
    const session = await start();
    const page = await open(session);
    await edit(session, 'slides/en/01-overview.md', '# The', '- From {{ rounds.seed.closed | date }}\n\n# The');
    await shows(page, 'From March 2024');
    const ties = await page.$$eval(onActive('.tie'), (all) => all.map((each) => each.getAttribute('tabindex')));
    expect(ties.length).toBeGreaterThan(4);
    expect(new Set(ties)).toEqual(new Set(['0']));
    expect(await isSame(page)).toBe(true);
  });

  test('a theme', async () => {
    const session = await start();
    const page = await open(session);
    await writeFile(
      join(session.root, 'slides/theme.css'),
      `${await readFile(join(session.root, 'slides/theme.css'), 'utf8')}\nh1 { color: rgb(1, 2, 3) }\n`,
    );
    await page.waitForFunction(
      () => getComputedStyle(document.querySelector('.bespoke-marp-active h1') as Element).color === 'rgb(1, 2, 3)',
    );
    expect(await isSame(page)).toBe(true);
  });

  test('a slide more, before the one that is looked at', async () => {
    const session = await start();
    const page = await open(session, '#3');
    await writeFile(join(session.root, 'slides/en/00-first.md'), '# A new beginning\n');
    await shows(page, 'A new beginning');
    await page.waitForSelector('.bespoke-marp-active');
    await vi.waitFor(async () => expect(await slide(page)).toBe(4));
    expect(await textsOf(page, onActive('h1'))).toEqual(['The rounds']);
  });

  test('a deck more, and one that is named anew', async () => {
    const session = await start();
    await edit(session, 'slides/decks.yaml', /$/, '  - name: more.en\n    title: More\n    language: en\n    slides: [en/02-rounds.md]\n');
    const page = await open(session, '', 'more.en');
    await shows(page, 'Every round was higher');
    await edit(session, 'slides/decks.yaml', 'base.en', 'other.en');
    await open(session, '', 'other.en');
    expect((await fetch(`${session.origin}/base.en`)).status).toBe(404);
  });

  test('in the presenter view, with its notes and the next slide', async () => {
    const session = await start();
    const page = await open(session, '?view=presenter');
    const next = await vi.waitFor(
      () => page.frames().find((each) => each.url().includes('view=next')) ?? Promise.reject(new Error('no frame')),
    );
    await next.waitForFunction('document.documentElement.dataset.previewLive === "true"');
    await edit(session, 'slides/en/01-overview.md', 'Begin with', 'Start with');
    await page.waitForFunction(() =>
      document.querySelector('.bespoke-marp-presenter-note-wrapper .bespoke-marp-note')?.textContent?.includes('Start with'),
    );
    await edit(session, 'slides/en/02-rounds.md', 'Every round', 'Each round');
    await next.waitForFunction(() => document.body.textContent?.includes('Each round was higher'));
    await shows(page, 'Each round was higher');
    expect(await isSame(page)).toBe(true);
  });
});

describe('problems', () => {
  test('a typed number stands over its slide, with file and line, above the last good deck, and goes when it is mended', async () => {
    const session = await start();
    const page = await open(session);
    await edit(session, 'slides/en/01-overview.md', 'The first round', 'All 37 rounds: the first');
    await panelSays(page, 'slides/en/01-overview.md:8:');
    await panelSays(page, '"37" is typed by hand');
    await shows(page, 'The first round valued it at');
    await vi.waitFor(() => expect(session.said()).toContain('the last good deck is shown'));
    await page.keyboard.press('ArrowRight');
    await panelSays(page, 'problem on slide 1');
    expect(await page.evaluate(() => document.querySelector('#tieout-preview')?.shadowRoot?.textContent)).not.toContain('typed by hand');
    await edit(session, 'slides/en/01-overview.md', 'All 37 rounds: the first', 'The foremost');
    await panelSays(page, '');
    await shows(page, 'The foremost');
    await vi.waitFor(() => expect(session.said()).toContain('no problems left'));
    expect(await isSame(page)).toBe(true);
  });

  test('of data stand over every slide', async () => {
    const session = await start();
    const page = await open(session, '#3');
    await edit(session, 'data/rounds.csv', '18.4', 'much');
    await panelSays(page, 'data/rounds.csv:2:');
    await edit(session, 'data/rounds.csv', 'much', '18.4');
    await panelSays(page, '');
  });

  test('a slide that overflows is shown as it is, with the box outlined', async () => {
    const session = await start();
    const page = await open(session, '#3');
    await edit(session, 'slides/en/02-rounds.md', /$/, `\n${'A further paragraph of the slide.\n\n'.repeat(30)}`);
    await shows(page, 'A further paragraph');
    await page.waitForSelector(onActive('[data-preview-overflow]'));
    await panelSays(page, 'slide 3 of "base.en" overflows by');
    await panelSays(page, 'slides/en/02-rounds.md:');
    await vi.waitFor(() =>
      expect(session.said()).toMatch(/slides\/en\/02-rounds\.md\n {2}\d+:1 {2}slide 3 of "base\.en" overflows by \d+ px/),
    );
    await edit(session, 'slides/en/02-rounds.md', /(?:A further paragraph of the slide\.\n\n)+/, '');
    await panelSays(page, '');
    expect(await page.$$('[data-preview-overflow]')).toEqual([]);
  });

  test('a chart from which a text leaves is shown as it is', async () => {
    const session = await start();
    const page = await open(session, '#2');
    await edit(session, 'charts/valuation.vl.json', '"width"', '"autosize": { "type": "fit", "contains": "padding" }, "width"');
    await edit(session, 'charts/valuation.vl.json', '"dx": 6', '"dx": 160');
    await panelSays(page, 'leaves the picture by');
    await panelSays(page, 'charts/valuation.vl.json:');
    await vi.waitFor(() => expect(session.said()).toContain('[outside-chart]'));
    expect(session.said()).not.toContain('the last good deck is shown');
    await edit(session, 'charts/valuation.vl.json', '"dx": 160', '"dx": 6');
    await edit(session, 'charts/valuation.vl.json', /"autosize": .*?(?="width")/, '');
    await panelSays(page, '');
  });

  test('what looks wrong is told over its slide and in the terminal, with the box outlined, and goes when it is mended', async () => {
    const session = await start();
    const page = await open(session, '#3');
    const outlined = () =>
      page.$$eval('.bespoke-marp-slide', (slides) =>
        slides.map((each) =>
          [...each.querySelectorAll(':scope > rect[data-preview-finding]')].map((rect) => {
            const [own, words] = [rect.getBoundingClientRect(), each.querySelector('p.faint')?.getBoundingClientRect()];
            return words !== undefined && own.left < words.left && own.top < words.bottom && own.bottom > words.top;
          }),
        ),
      );
    await vi.waitFor(() => expect(session.said()).toContain('shown'));
    expect(await outlined()).toEqual([[], [], []]);
    const faint = '\n<style scoped>p.faint{color:#bbbbbb}</style>\n\n<p class="faint">Words in light grey.</p>\n';
    await edit(session, 'slides/en/02-rounds.md', /$/, faint);
    await panelSays(page, 'slide 3 of "base.en": "Words in light grey." has a contrast of 1.92:1');
    await panelSays(page, 'slides/en/02-rounds.md:');
    await page.waitForSelector('rect[data-preview-finding]');
    expect(await outlined()).toEqual([[], [], [true]]);
    await vi.waitFor(() => expect(session.said()).toMatch(/"Words in light grey\." has a contrast of .*\[low-contrast\]/));
    // One that nobody looks at now, with a step that was not shown yet.
    await edit(session, 'slides/en/01-overview.md', /$/, '\n<style scoped>li{font-size:11px}</style>\n\n* A step in small letters\n');
    await panelSays(page, 'problem on slide 1');
    await vi.waitFor(() => expect(session.said()).toContain('"A step in small letters" is set in 11 px'));
    await edit(session, 'slides/en/02-rounds.md', '#bbbbbb', '#444444');
    await vi.waitFor(async () => expect((await outlined())[2]).toEqual([]));
    await edit(session, 'slides/en/01-overview.md', '11px', '22px');
    await panelSays(page, '');
    await vi.waitFor(async () => expect(await outlined()).toEqual([[], [], []]));
    await vi.waitFor(() => expect(session.said()).toMatch(/no problems left\s*(?:shown.*\s*)*$/));
  });

  test('from the start: the page waits, and shows the deck when they are mended', async () => {
    const session = await start({ 'slides/en/01-overview.md': '# All 37 rounds\n' });
    const page = await browser.newPage();
    pages.push(page);
    await page.goto(`${session.origin}/base.en`);
    await panelSays(page, '"37" is typed by hand');
    await edit(session, 'slides/en/01-overview.md', 'All 37 rounds', 'Rounds\n\nsection');
    await panelSays(page, 'no slide of "base.en" claims the section "overview"');
    await writeFile(join(session.root, 'slides/en/01-overview.md'), '---\nsection: overview\n---\n\n# Every round\n');
    await shows(page, 'Every round');
  });
});

test('twenty saves are few renderings, and the last is shown', async () => {
  const session = await start();
  const page = await open(session);
  await vi.waitFor(() => expect(session.said()).toContain('shown'));
  const count = () => session.said().match(/^shown .*base\.en/gm)?.length ?? 0;
  const before = count();
  const file = join(session.root, 'slides/en/01-overview.md');
  const text = await readFile(file, 'utf8');
  for (let each = 1; each <= 20; each++) {
    await writeFile(file, text.replace('The first round', `The ${'very '.repeat(each)}first round`));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await shows(page, `The ${'very '.repeat(20)}first round`);
  expect(count() - before).toBeLessThanOrEqual(4);
});

test('a save while it renders is not lost', async () => {
  const session = await start();
  const page = await open(session);
  for (let value = 200; value < 212; value++) {
    const file = join(session.root, 'data/rounds.csv');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/13,\d+,/, `13,${value},`));
    await new Promise((resolve) => setTimeout(resolve, 20 + (value % 4) * 35));
  }
  await shows(page, 'US$211 billion');
});

describe('a click with Alt goes to the source', () => {
  const altClick = async (page: Page, selector: string, nth = 0) => {
    await page.keyboard.down('Alt');
    const box = await (await page.$$(selector))[nth]?.boundingBox();
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
    await page.keyboard.up('Alt');
  };

  test('of words, cells, rows of a loop, models, charts and headers, in the terminal and the editor', async () => {
    const folder = await makeFolder();
    const [editor, log] = [join(folder, 'my edit'), join(folder, 'log')];
    await writeFile(editor, `#!/bin/sh\necho "$@" >> "${log}"\n`);
    await chmod(editor, 0o755);
    const session = await start({}, { EDITOR: `"${editor}" --wait` });
    const page = await open(session);
    const goes = async (selector: string, source: string, nth = 0) => {
      await altClick(page, selector, nth);
      await vi.waitFor(() =>
        expect(
          session
            .said()
            .match(/^source .*$/gm)
            ?.at(-1),
        ).toBe(`source ${source}`),
      );
    };
    await goes(onActive('li:nth-of-type(2)'), 'slides/en/01-overview.md:9');
    await goes(onActive('li:first-of-type .tie'), 'data/rounds.csv:2');
    await goes(onActive('h1 .tie'), 'data/growth.sql:11');
    await goes(onActive('header'), 'slides/en/01-overview.md:3');
    expect(await textsOf(page, '#tieout-card')).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await vi.waitFor(async () => expect(await slide(page)).toBe(2));
    await goes(onActive('.chart'), 'charts/valuation.vl.json:1');
    await page.keyboard.press('ArrowRight');
    await vi.waitFor(async () => expect(await slide(page)).toBe(3));
    await goes(onActive('tbody td:nth-of-type(1)'), 'slides/en/02-rounds.md:17', 1);
    await goes(onActive('tbody td:nth-of-type(3) .tie'), 'data/rounds.csv:4', 2);
    await vi.waitFor(async () => {
      const lines = (await readFile(log, 'utf8')).trim().split('\n');
      expect(lines).toContain(`--wait +9 ${join(session.root, 'slides/en/01-overview.md')}`);
      expect(lines).toContain(`--wait +4 ${join(session.root, 'data/rounds.csv')}`);
    });
  });
});
