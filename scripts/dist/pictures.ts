import type { Browser, Page } from 'puppeteer-core';
import type { Finding } from '../visual/checks.ts';
import { openPage, patience } from './browser.ts';
import { settle } from './pdf.ts';

/** Takes a picture (PNG) of each slide of a print page, at `sharpness` times its size. */
export function takePictures(browser: Browser, html: string, sharpness: number): Promise<Uint8Array[]> {
  return visit(browser, html, sharpness, async (page) => {
    const pictures: Uint8Array[] = [];
    for (const slide of await page.$$('body > section'))
      pictures.push(await slide.screenshot({ type: 'png', captureBeyondViewport: true }));
    return pictures;
  });
}

/** All slides of a print page on one picture (PNG), with what was found on each outlined and named. */
export function drawContactSheet(browser: Browser, html: string, findings: readonly (readonly Marked[])[]): Promise<Uint8Array> {
  return visit(browser, html, 1, async (page) => {
    await page.evaluate(`(${layOutSheet})(${JSON.stringify(findings)})`);
    const { width, height } = (await page.evaluate(
      '(({ width, height }) => ({ width, height }))(document.body.getBoundingClientRect())',
    )) as {
      width: number;
      height: number;
    };
    const clip = { x: 0, y: 0, width: Math.ceil(width), height: Math.ceil(height) };
    return page.screenshot({ type: 'png', clip, captureBeyondViewport: true });
  });
}

/** A finding as it is drawn: without a box it is told at the top of its slide. */
export interface Marked {
  rule: Finding['rule'] | 'overflow';
  box: Finding['box'];
}

async function visit<T>(browser: Browser, html: string, deviceScaleFactor: number, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await openPage(browser);
  try {
    await page.setViewport({ width: 1280, height: 720, deviceScaleFactor });
    await page.setContent(html, { waitUntil: 'load', timeout: patience });
    await page.evaluate(settle);
    return await work(page);
  } finally {
    page.close().catch(() => {});
  }
}

/** Runs in the page: sets its slides in rows of four, and marks what was found. */
function layOutSheet(findings: readonly (readonly Marked[])[]): void {
  const { body } = document;
  const columns = 4;
  Object.assign(body.style, {
    display: 'grid',
    gridTemplateColumns: `repeat(${columns}, max-content)`,
    gap: '48px',
    width: 'max-content',
    margin: '0',
    padding: '48px',
    background: '#8d877d',
    zoom: '0.3',
  });
  [...document.querySelectorAll<HTMLElement>('body > section')].forEach((slide, index) => {
    let loose = 0;
    for (const { rule, box } of findings[index] ?? []) {
      const mark = slide.appendChild(document.createElement('div'));
      const at = box ?? { left: 0, top: 44 * loose, right: 420, bottom: 44 * loose++ + 40 };
      Object.assign(mark.style, {
        position: 'absolute',
        boxSizing: 'border-box',
        left: `${at.left - 6}px`,
        top: `${at.top - 6}px`,
        width: `${at.right - at.left + 12}px`,
        height: `${at.bottom - at.top + 12}px`,
        margin: '0',
        border: '6px solid #d4380d',
        zIndex: '99',
      });
      const label = mark.appendChild(document.createElement('span'));
      label.textContent = rule;
      Object.assign(label.style, {
        position: 'absolute',
        left: '-6px',
        bottom: '100%',
        background: '#d4380d',
        color: '#fff',
        font: '28px/1.3 "Noto Sans TC"',
        padding: '0 10px',
        whiteSpace: 'nowrap',
      });
      if (!box || at.top < 60) label.style.bottom = 'auto';
    }
  });
  const style = document.head.appendChild(document.createElement('style'));
  style.textContent = 'html{width:max-content;background:#8d877d}section{overflow:visible!important}@page{size:auto}';
}
