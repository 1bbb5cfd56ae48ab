import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { closeBrowser, openBrowser } from '../../scripts/dist/index.ts';

/** What is edited: a cell of a CSV, given as the text around it, and how a number is shown on the slide that says `words`. */
export interface Edit {
  deck: string;
  words: string;
  path: string;
  before: string;
  after: string;
  /** The number as written and as shown, different for each count. */
  value(count: number): { written: string; shown: string };
}

/**
 * Times in ms from the save of a cell to its new number, and another chart, seen in the browser: one for each of
 * `edits`, in a project that nobody else edits. `tieout` is the path of the command.
 */
export async function measureWatch(tieout: string, root: string, edit: Edit, edits = 50): Promise<number[]> {
  const watch = spawn(process.execPath, [tieout, 'watch', edit.deck, '--root', root], { stdio: ['ignore', 'ignore', 'pipe'] });
  const browser = await openBrowser();
  const file = join(root, edit.path);
  const text = await readFile(file, 'utf8');
  try {
    const origin = await addressIn(watch.stderr);
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 720 });
    await page.goto(`${origin}/${edit.deck}`, { waitUntil: 'load', timeout: 120_000 });
    await page.waitForFunction('document.documentElement.dataset.previewLive === "true"');
    const slide = await page.evaluate(slideWith, edit.words);
    if (slide === 0) throw new Error(`no slide of ${edit.deck} says "${edit.words}"`);
    await page.goto(`${origin}/${edit.deck}#${slide}`);
    if (!text.includes(edit.before)) throw new Error(`${edit.path} holds no "${edit.before}"`);
    const [head, tail] = [
      text.slice(0, text.indexOf(edit.before) + edit.before.length),
      text.slice(text.indexOf(edit.after, text.indexOf(edit.before))),
    ];
    const times: number[] = [];
    for (let count = 0; count <= edits; count++) {
      const { written, shown } = edit.value(count);
      const drawn = await page.evaluate(marks);
      const begun = performance.now();
      await writeFile(file, head + written + tail);
      await page.waitForFunction(
        (words, old) => {
          const slide = document.querySelector('.bespoke-marp-active');
          const now = [...(slide?.querySelectorAll('svg[role] path, svg[role] rect') ?? [])]
            .map((each) => each.getAttribute('d') ?? '')
            .join();
          return slide?.textContent?.includes(words) && now !== old;
        },
        { polling: 'mutation', timeout: 60_000 },
        shown,
        drawn,
      );
      // The first one finds nothing warm.
      if (count > 0) times.push(performance.now() - begun);
      await pause(700);
    }
    return times;
  } finally {
    await writeFile(file, text);
    watch.kill('SIGINT');
    await Promise.all([closeBrowser(browser), watch.exitCode === null ? once(watch, 'exit') : undefined]);
  }
}

/** Runs in the page: the number of the first slide that says these words, from 1; 0 where none does. */
function slideWith(words: string): number {
  return [...document.querySelectorAll('svg[data-marpit-svg]')].findIndex((each) => each.textContent?.includes(words)) + 1;
}

/** Runs in the page: what the charts of the slide draw. */
function marks(): string {
  const paths = document.querySelectorAll('.bespoke-marp-active svg[role] path, .bespoke-marp-active svg[role] rect');
  return [...paths].map((each) => each.getAttribute('d') ?? '').join();
}

function addressIn(stream: NodeJS.ReadableStream): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    stream.on('data', (part) => {
      said += part;
      const address = /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
      if (address && said.includes('shown')) resolve(address);
    });
    stream.on('end', () => reject(new Error(said)));
  });
}
