import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../scripts/build.ts';
import { openBrowser } from '../../scripts/dist/index.ts';
import { printPage } from '../../scripts/dist/pdf.ts';
import { htmlOnly, layProject, render, silent } from '../project.ts';

let browser: Browser;
let server: Server;
let root: string;
let deck: string;
const hits: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    hits.push(String(request.url));
    response.setHeader('access-control-allow-origin', '*');
    response.end('');
  }).listen(0, '127.0.0.1');
  root = await layProject();
  [browser] = await Promise.all([openBrowser(), build(htmlOnly(root), silent)]);
  deck = await readFile(join(root, 'dist', 'base.en.html'), 'utf8');
});

afterAll(async () => {
  server.close();
  await browser.close();
});

/** What would get into a deck only by a way that no build leaves open; HOST answers. */
const attacks = {
  image: '<img src="HOST/image">',
  srcset: '<img srcset="HOST/srcset 1x">',
  picture: '<picture><source srcset="HOST/picture"><img></picture>',
  lazy: '<img loading="eager" src="HOST/lazy">',
  stylesheet: '<link rel="stylesheet" href="HOST/stylesheet">',
  preload: '<link rel="preload" as="image" href="HOST/preload">',
  modulepreload: '<link rel="modulepreload" href="HOST/modulepreload">',
  prefetch: '<link rel="prefetch" href="HOST/prefetch">',
  icon: '<link rel="icon" href="HOST/icon">',
  manifest: '<link rel="manifest" href="HOST/manifest">',
  import: '<style>@import "HOST/import";</style>',
  background: '<style>section { background: url("HOST/background") }</style>',
  attribute: '<b style="background:url(HOST/attribute)">text</b>',
  imageSet: '<b style="background:image-set(\'HOST/imageSet\' 1x)">text</b>',
  content: '<style>h1::before { content: url("HOST/content") }</style>',
  list: '<ul style="list-style:url(HOST/list)"><li>text</li></ul>',
  cursor: '<b style="cursor:url(HOST/cursor),auto">text</b>',
  border: '<b style="border-image:url(HOST/border) 1">text</b>',
  mask: '<b style="mask:url(HOST/mask);display:block;width:9px;height:9px">text</b>',
  filter: '<b style="filter:url(HOST/filter#a)">text</b>',
  font: '<style>@font-face { font-family: far; src: url("HOST/font") } h1 { font-family: far !important }</style>',
  script: '<script src="HOST/script"></script>',
  module: '<script type="module" src="HOST/module"></script>',
  inlineScript: '<script>window.ran = 1; fetch("HOST/inlineScript"); new Image().src = "HOST/inlineScript"</script>',
  inlineModule: '<script type="module">window.ran = 1; import("HOST/inlineModule")</script>',
  handler: '<img src="data:," onerror="window.ran=1;fetch(\'HOST/handler\')">',
  focus: '<b tabindex="0" autofocus onfocus="window.ran=1;fetch(\'HOST/focus\')">text</b>',
  toggle: '<details open ontoggle="window.ran=1;fetch(\'HOST/toggle\')"><summary>text</summary></details>',
  animation: '<svg><animate attributeName="x" dur="1s" onbegin="window.ran=1;fetch(\'HOST/animation\')"/></svg>',
  svgScript: '<svg><script href="HOST/svgScript"></script><script>window.ran=1</script></svg>',
  svgImage: '<svg width="9" height="9"><image href="HOST/svgImage" width="9" height="9"/></svg>',
  use: '<svg width="9" height="9"><use href="HOST/use#a"/></svg>',
  feImage:
    '<svg width="9" height="9"><filter id="f"><feImage href="HOST/feImage"/></filter><rect filter="url(#f)" width="9" height="9"/></svg>',
  iframe: '<iframe src="HOST/iframe"></iframe>',
  srcdoc: '<iframe srcdoc="<script>parent.ran=1</script><img src=HOST/srcdoc>"></iframe>',
  dataFrame: '<iframe src="data:text/html,<img src=HOST/dataFrame>"></iframe>',
  object: '<object data="HOST/object"></object>',
  embed: '<embed src="HOST/embed">',
  video: '<video src="HOST/video" poster="HOST/poster" autoplay></video>',
  audio: '<audio src="HOST/audio" autoplay></audio>',
  track: '<video autoplay><source src="HOST/source"><track default src="HOST/track"></video>',
  input: '<input type="image" src="HOST/input">',
  base: '<base href="HOST/base/"><img src="base">',
  table: '<table background="HOST/table"><tr><td background="HOST/td">text</td></tr></table>',
  form: '<form action="HOST/form" target="_self"><input name="a"></form>',
};

/** Opens the deck with all attacks on its first slide; what it asked for, and whether any script ran. */
async function attack(html: string): Promise<{ ran: unknown; asked: string[] }> {
  hits.length = 0;
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const body = Object.values(attacks).join('\n').replaceAll('HOST', host);
  const file = join(root, 'dist', 'attacked.html');
  await writeFile(
    file,
    html.replace('</h1>', () => `</h1>\n${body}`),
  );
  const page = await browser.newPage();
  const asked: string[] = [];
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (request.url().startsWith('http')) asked.push(new URL(request.url()).pathname);
    void request.continue();
  });
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
  await new Promise((done) => setTimeout(done, 1000));
  const ran = await page.evaluate('window.ran');
  await page.evaluate('document.forms[0].submit()');
  await new Promise((done) => setTimeout(done, 300));
  await page.close();
  return { ran, asked: [...new Set([...asked, ...hits])] };
}

describe('a deck that was given what no build lets in', () => {
  test('asks for nothing and runs nothing', async () => {
    expect(Object.keys(attacks).length).toBeGreaterThan(30);
    expect(await attack(deck)).toEqual({ ran: undefined, asked: [] });
  });

  test('would do so without its policy', async () => {
    const { ran, asked } = await attack(deck.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
    expect(ran).toBe(1);
    expect(asked.length).toBeGreaterThan(15);
  });
});

test('a deck on the screen opens with its policy before all else', () => {
  expect(deck).toMatch(
    /^<!DOCTYPE html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/,
  );
  const policy = /content="(default-src[^"]*)"/.exec(deck)?.[1] ?? '';
  expect(policy.match(/'sha256-/g)).toHaveLength(3);
  expect(policy).not.toMatch(/https?:|\*|'unsafe-(?:eval|hashes)'|script-src[^;]*unsafe/);
});

test('nothing runs in print', async () => {
  const { decks } = await render(root, ['base.en']);
  const [first] = decks;
  if (!first) throw new Error('no deck');
  const slides = first.slides.map((each) => ({ ...each, html: each.html.replace('</h1>', '</h1><script>window.ran = 1</script>') }));
  const page = await browser.newPage();
  await page.setContent(printPage({ ...first, slides }, ''), { waitUntil: 'load' });
  expect(await page.evaluate('document.scripts.length')).toBeGreaterThan(0);
  expect(await page.evaluate('window.ran')).toBeUndefined();
  await page.close();
});
