import type { Browser } from 'puppeteer-core';
import { type Graph, hashOf } from '../graph.ts';
import { ProjectError } from '../problems.ts';
import type { RenderedDeck } from '../slides/index.ts';
import { browserId, browserProblem } from './browser.ts';
import type { Printed } from './pdf.ts';

/** A deck at the printer: `sent` as soon as the browser has its page, or will not get it. */
interface Print {
  sent: Promise<void>;
  printed: Promise<Printed>;
}

/** Has the browser print decks, each once however many ask, and do other work. Throws a problem where it ends or hangs over it. */
export interface Printer {
  print(deck: RenderedDeck): Print;
  visit<T>(work: (opened: Browser) => Promise<T>): Promise<T>;
}

/** A printer by a `browser`, which opens when it is asked for. */
export function openPrinter(graph: Graph, browser: () => Promise<Browser>): Printer {
  const prints = new WeakMap<RenderedDeck, Print>();
  const visit: Printer['visit'] = (work) => atBrowser(browser, work);
  const begin = (deck: RenderedDeck): Print => {
    let handOver = () => {};
    const sent = new Promise<void>((resolve) => {
      handOver = resolve;
    });
    const printed = print(graph, deck, visit, handOver);
    // Somebody asks for it later, or there are problems to tell before.
    printed.catch(() => {}).finally(handOver);
    return { sent, printed };
  };
  return {
    visit,
    print(deck) {
      const known = prints.get(deck) ?? begin(deck);
      prints.set(deck, known);
      return known;
    },
  };
}

/** What a print page gives, with its bytes as text. */
type PackedPrint = Omit<Printed, 'pdf'> & { pdf: string };

/** A page is printed where the same was not printed before; `onSent` is told when the browser has it. */
async function print(graph: Graph, deck: RenderedDeck, visit: Printer['visit'], onSent: () => void): Promise<Printed> {
  const page = await (await import('./deck.ts')).pageOf(deck);
  const inputs = { 'the print page': hashOf(page), browser: browserId() };
  const { value } = await graph.keep('print', deck.deck.name, inputs, async (): Promise<PackedPrint> => {
    const { printPdf } = await import('./pdf.ts');
    const printed = await visit((opened) => printPdf(opened, page, onSent));
    return { ...printed, pdf: Buffer.from(printed.pdf).toString('base64') };
  });
  return { ...value, pdf: Buffer.from(value.pdf, 'base64') };
}

/** Has a browser do some work. Throws a problem where it ends or hangs over it. */
async function atBrowser<T>(browser: () => Promise<Browser>, work: (opened: Browser) => Promise<T>): Promise<T> {
  const opened = await browser();
  return work(opened).catch((error: unknown) => {
    const problem = browserProblem(error, opened);
    throw problem ? new ProjectError([problem]) : error;
  });
}
