import type { measureOverflow } from '../dist/pdf.ts';
import type { Box, SlideLook } from '../visual/look.ts';
import type { Look } from '../visual/measure.ts';
import type { makeOverlay, ShownProblem } from './overlay.ts';
import type { Shown, swapPage } from './swap.ts';

/** What a page knows of itself: its deck, the attribute that names a source, and the id of its record. */
export interface ClientSettings {
  deck: string;
  source: string;
  record: string;
}

/** What the server tells a page: another rendering of its deck, its problems, where something stands. */
export interface ServerMessage {
  page?: string;
  problems?: readonly ShownProblem[];
  /** What is to be outlined, in px of its slide (from 1): all that there is. */
  boxes?: readonly { slide: number; box: Box }[];
  say?: string;
}

/** A box that leaves its slide, with the source of the block that it is in. */
export interface SeenOverflow {
  slide: number;
  text: string;
  px: number;
  source: string;
}

/** What a page tells the server: where somebody asks what it comes from, and what leaves its slides. */
export interface ClientMessage {
  ask?: { source: string } | { figure: string };
  overflows?: readonly SeenOverflow[];
  /** What slides (from 1) look like that have changed. */
  looks?: readonly { slide: number; look: SlideLook }[];
}

/** Runs in the page: hears from the server, swaps what has changed, shows problems, and asks where a text comes from. */
export function runClient(
  settings: ClientSettings,
  measure: typeof measureOverflow,
  overlayOf: typeof makeOverlay,
  swap: typeof swapPage,
  look: Look,
): void {
  const { view = '' } = Object.fromEntries(new URLSearchParams(location.search));
  const isAside = view === 'next' || view === 'overview';
  const shown: Shown = { slides: [] };
  let socket: WebSocket | undefined;
  let problems: readonly ShownProblem[] = [];
  /** The slides that have changed since they were looked at. */
  const unseen = new Set<number>();
  let looking = false;
  let lastTie: { slide: Element | null; nth: number } | undefined;

  const slidesOf = () => [...document.querySelectorAll('svg[data-marpit-svg]')];
  const current = () => slidesOf().findIndex((each) => each.matches('.bespoke-marp-active')) + 1;
  const send = (message: ClientMessage) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));
  const go = (slide: number) => {
    location.hash = `#${slide}`;
  };
  const overlay = isAside ? undefined : overlayOf(go, (place) => send({ ask: { source: place } }));
  const showProblems = () => overlay?.show(problems, current());

  /** Loads the page anew, at the slide with the words of the one that is looked at, else at its number. */
  const reload = (html: string) => {
    const next = new DOMParser().parseFromString(html, 'text/html');
    const wordsOf = (slide: Element | undefined) => (slide?.querySelector('section')?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const slides = [...next.querySelectorAll('svg[data-marpit-svg]')];
    const [at, words] = [current(), wordsOf(slidesOf()[current() - 1])];
    const same = slides.findIndex((each) => wordsOf(each) === words) + 1;
    if (at > 0) history.replaceState(history.state, '', `#${Math.min(same || at, slides.length)}`);
    location.reload();
  };

  /** Opens the card anew where its figure may have changed. */
  const renewCard = () => {
    if (!document.getElementById('tieout-card') || !lastTie) return;
    const tie = lastTie.slide?.querySelectorAll<HTMLElement>('.tie')[lastTie.nth];
    tie?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  };

  const markTies = () => {
    if (view === 'next') return;
    for (const tie of document.querySelectorAll('.tie:not([tabindex])'))
      for (const [name, value] of [
        ['tabindex', '0'],
        ['role', 'button'],
        ['aria-haspopup', 'dialog'],
      ] as const)
        tie.setAttribute(name, value);
  };

  const sourceOf = (element: Element | null) => element?.closest(`[${settings.source}]`)?.getAttribute(settings.source) ?? '';

  /** Measures every slide, outlines what leaves it, and tells the server. */
  const findOverflows = async () => {
    if (isAside || slidesOf().length === 0) return;
    await Promise.all([...document.fonts].map((face) => face.load().catch(() => {})));
    for (const each of document.querySelectorAll('[data-preview-overflow]')) each.removeAttribute('data-preview-overflow');
    const culprits: Element[] = [];
    document.documentElement.setAttribute('data-preview-measures', '');
    const found = measure((element) => culprits.push(element));
    document.documentElement.removeAttribute('data-preview-measures');
    const slides = slidesOf();
    const overflows = found.flatMap((each, index) => {
      const culprit = culprits[index] as Element;
      // A part of a chart has no outline; the chart has.
      const box = culprit instanceof SVGElement ? (culprit.ownerSVGElement ?? culprit) : culprit;
      const slide = slides.indexOf(box.closest('svg[data-marpit-svg]') as Element) + 1;
      if (slide === 0) return [];
      box.setAttribute('data-preview-overflow', '');
      return [{ ...each, slide, source: sourceOf(box.closest('.sources') ? box.closest('section') : box) }];
    });
    send({ overflows });
  };

  /** Looks at one slide, as it is in print: laid out, with all of its steps. */
  const lookAt = (slide: number): SlideLook | undefined => {
    const drawing = slidesOf()[slide - 1];
    drawing?.setAttribute('data-preview-measured', '');
    const [seen] = look([...(drawing?.querySelectorAll<HTMLElement>('section') ?? [])]);
    drawing?.removeAttribute('data-preview-measured');
    return seen;
  };

  /** Looks at the slides that have changed, one after the other, that which is shown first: what is saved meanwhile does not wait. */
  const lookAround = async () => {
    if (looking || isAside) return;
    looking = true;
    const looks = new Map<number, SlideLook>();
    while (unseen.size > 0) {
      await new Promise((resolve) => setTimeout(resolve));
      const slide = unseen.has(current()) ? current() : ([...unseen][0] as number);
      unseen.delete(slide);
      const seen = lookAt(slide);
      if (seen) looks.set(slide, seen);
    }
    looking = false;
    send({ looks: [...looks].map(([slide, seen]) => ({ slide, look: seen })) });
  };

  /** Outlines what is wrong with how slides look: in their drawings, where it keeps its place as they grow and go. */
  const outline = (boxes: readonly { slide: number; box: Box }[]) => {
    for (const each of document.querySelectorAll('rect[data-preview-finding]')) each.remove();
    const slides = slidesOf();
    for (const { slide, box } of boxes) {
      const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      const place = { x: box.left - 4, y: box.top - 4, width: box.right - box.left + 8, height: box.bottom - box.top + 8 };
      for (const [name, value] of Object.entries(place)) rect.setAttribute(name, String(value));
      rect.setAttribute('data-preview-finding', '');
      if (!unseen.has(slide)) slides[slide - 1]?.append(rect);
    }
  };

  const takePage = (html: string) => {
    const changed = swap(html, shown, settings.record);
    if (!changed) {
      reload(html);
      return;
    }
    markTies();
    renewCard();
    for (const each of changed) unseen.add(each);
    setTimeout(async () => {
      await findOverflows();
      await lookAround();
    });
  };

  const hear = ({ page, problems: now, boxes, say }: ServerMessage) => {
    if (page) takePage(page);
    if (now) problems = now;
    if (now || page) showProblems();
    if (boxes) outline(boxes);
    if (say) overlay?.say(say);
  };

  const connect = () => {
    const query = new URLSearchParams({ deck: settings.deck, view });
    socket = new WebSocket(`ws://${location.host}/live?${query}`);
    socket.onopen = () => {
      document.documentElement.dataset.previewLive = 'true';
    };
    socket.onmessage = ({ data }) => hear(JSON.parse(data as string) as ServerMessage);
    socket.onclose = () => {
      document.documentElement.dataset.previewLive = 'false';
      setTimeout(connect, 1000);
    };
  };

  const keepTie = (tie: Element | null) => {
    const slide = tie?.closest('svg[data-marpit-svg]') ?? null;
    if (tie) lastTie = { slide, nth: [...(slide?.querySelectorAll('.tie') ?? [])].indexOf(tie) };
  };

  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    const tie = target.closest<HTMLElement>('.tie');
    if (!event.altKey) {
      keepTie(tie);
      return;
    }
    const [figure, source] = [tie?.dataset.tie, sourceOf(target)];
    if (!figure && !source) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send({ ask: figure ? { figure } : { source } });
  };

  window.addEventListener('click', onClick, true);
  window.addEventListener('keydown', ({ target }) => keepTie((target as HTMLElement).closest?.('.tie') ?? null), true);
  window.addEventListener('hashchange', showProblems);
  new MutationObserver(showProblems).observe(document.querySelector('#\\:\\$p') ?? document.body, {
    subtree: true,
    attributeFilter: ['class'],
  });
  connect();
}
