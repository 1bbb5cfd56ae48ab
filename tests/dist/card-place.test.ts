import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { placeCard } from '../../scripts/dist/card-place.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { home, htmlOnly, makeFolder, silent } from '../project.ts';

let browser: Browser;
let out: string;

beforeAll(async () => {
  out = await makeFolder();
  [browser] = await Promise.all([openBrowser(), build({ ...htmlOnly(home), out }, silent)]);
}, 120_000);

afterAll(() => browser.close());

test('a place is inside the window, clear of the figure, and its pointer faces it', () => {
  const windows = fc.record({ width: fc.integer({ min: 600, max: 2600 }), height: fc.integer({ min: 360, max: 1600 }) });
  const parts = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(
      windows,
      parts,
      fc.integer({ min: 8, max: 240 }),
      fc.integer({ min: 8, max: 90 }),
      fc.integer({ min: 80, max: 1200 }),
      (window, at, width, height, high) => {
        const figure = { left: at[0] * (window.width - width), top: at[1] * (window.height - height), width, height };
        const place = placeCard(figure, { width: 460, height: Math.min(high, window.height - 24) }, window);
        expect(place.left).toBeGreaterThanOrEqual(11.99);
        expect(place.top).toBeGreaterThanOrEqual(11.99);
        expect(place.left + place.width).toBeLessThanOrEqual(window.width - 11.99);
        expect(place.top + place.height).toBeLessThanOrEqual(window.height - 11.99);
        const beside = place.left >= figure.left + width || place.left + place.width <= figure.left;
        const apart = place.top >= figure.top + height || place.top + place.height <= figure.top;
        expect(beside || apart).toBe(true);
        expect(Math.min(place.width, place.height)).toBeGreaterThan(70);
      },
    ),
  );
});

/** What is wrong with the cards of all figures of a deck, opened one after the other. */
async function faultsOf(deck: string, width: number, height: number): Promise<{ opened: number; faults: string[] }> {
  const page = await browser.newPage();
  try {
    await page.setViewport({ width, height });
    await page.goto(pathToFileURL(join(out, `${deck}.html`)).href, { waitUntil: 'load' });
    await page.waitForFunction('document.querySelector(".bespoke-marp-active") !== null');
    return await page.evaluate(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const faults: string[] = [];
      let opened = 0;
      const slides = [...document.querySelectorAll('svg[data-marpit-svg]')];
      for (const [index, slide] of slides.entries()) {
        location.hash = `#${index + 1}`;
        while (!slide.matches('.bespoke-marp-active')) await frame();
        for (const tie of slide.querySelectorAll<HTMLElement>('.tie')) {
          tie.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
          for (let waited = 0; waited < 30 && !document.getElementById('tieout-card'); waited++) await frame();
          const name = `slide ${index + 1}, ${tie.textContent}`;
          const card = document.getElementById('tieout-card');
          if (!card) {
            faults.push(`${name}: no card`);
            continue;
          }
          opened++;
          const [a, b] = [card.getBoundingClientRect(), tie.getBoundingClientRect()];
          if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) faults.push(`${name}: covered`);
          if (a.left < 0 || a.top < 0 || a.right > innerWidth || a.bottom > innerHeight) faults.push(`${name}: card outside`);
          if (b.bottom < 0 || b.top > innerHeight) faults.push(`${name}: figure outside`);
          if (a.height < 120 || a.width < 280) faults.push(`${name}: card of ${a.width}x${a.height}`);
          if (innerWidth >= 600) {
            const tip = card.querySelector('i')?.getBoundingClientRect() as DOMRect;
            const [x, y] = [(tip.left + tip.right) / 2, (tip.top + tip.bottom) / 2];
            const gap = Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom));
            if (gap > 40) faults.push(`${name}: pointer is ${Math.round(gap)} px away`);
          }
          window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
        }
      }
      return { opened, faults };
    });
  } finally {
    await page.close();
  }
}

test.each([
  [1366, 768],
  [1280, 720],
  [1920, 1080],
  [390, 844],
])(
  'no card of the shipped decks covers its figure or leaves the window, at %i x %i',
  async (width, height) => {
    for (const deck of ['investor.zh-Hant', 'investor.en', 'brief.zh-Hant', 'brief.en']) {
      const { opened, faults } = await faultsOf(deck, width, height);
      expect(faults, deck).toEqual([]);
      expect(opened).toBeGreaterThan(deck.startsWith('brief') ? 60 : 250);
    }
  },
  180_000,
);
