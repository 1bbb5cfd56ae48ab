import type { CardWords } from '../quotes/languages/words.ts';
import type { DeckRecord, Figure } from '../record/schema.ts';
import { type Answers, makeAnswers } from './card-answer.ts';
import { placeCard } from './card-place.ts';
import { runReading } from './reading-layout.ts';

/** The script but for its words. */
const cardProgram = () => `(settings=>{(${runCard})(settings,${placeCard},${makeAnswers});(${runReading})()})`;

/** A program as it is made small: of one that nobody calls nothing would be left. */
export const toMinify = () => `onload=${cardProgram()}`;

/** What was made small as it may stand in an element of a page, ready to be called. */
export const asText = (code: string) =>
  `(${code
    .trim()
    .replace(/^onload=/, '')
    .replace(/;$/, '')
    .replaceAll('</', '<\\/')})`;

/** Runs in the deck, in the browser; it uses nothing from outside itself. */
function runCard(
  { words, element }: { words: CardWords; element: string },
  placeOf: typeof placeCard,
  answersOf: typeof makeAnswers,
): void {
  const { bespokeView: view } = document.body.dataset;
  if (view === 'next' || view === 'overview') return;
  let text = '';
  let figures = new Map<string, Figure>();
  let answers: Answers | undefined;
  let card: HTMLElement | undefined;
  let origin: HTMLElement | undefined;

  for (const tie of document.querySelectorAll('.tie')) {
    tie.setAttribute('tabindex', '0');
    tie.setAttribute('role', 'button');
    tie.setAttribute('aria-haspopup', 'dialog');
    // What can be asked within a picture is not part of one image.
    tie.closest('svg[role="img"]')?.setAttribute('role', 'group');
  }
  for (const [part, name] of Object.entries(words.parts)) {
    const found = document.querySelector(`.bespoke-marp-presenter-${part}`);
    if (found?.tagName !== 'IFRAME') found?.setAttribute('role', 'region');
    found?.setAttribute('aria-label', name);
  }

  const carried = () => document.querySelector(`script#${element}`)?.textContent ?? '';

  /** Unpacks the record; again where it is another one, as in a preview. */
  const readRecord = async () => {
    const packed = carried();
    const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
    const json = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).text();
    const { record } = JSON.parse(json) as { record: DeckRecord };
    answers = answersOf(record, words);
    figures = new Map(record.figures.map((each) => [String(each.id), each]));
    text = packed;
    return record;
  };

  /** Puts the data of a slide's charts beside it: not seen, but read by screen readers. */
  const tellCharts = (record: DeckRecord) => {
    const slides = document.querySelectorAll('svg[data-marpit-svg]');
    record.slides.forEach((slide, index) => {
      const tables = slide.charts.flatMap((name) => answers?.chartTables(name) ?? []);
      if (tables.length === 0 || slides[index]?.querySelector('.tieout-data')) return;
      const beside = document.createElementNS('http://www.w3.org/2000/svg', 'foreignObject');
      for (const [name, value] of Object.entries({ class: 'tieout-data', width: '1', height: '1' })) beside.setAttribute(name, value);
      const box = beside.appendChild(document.createElement('div'));
      box.append(...tables);
      slides[index]?.append(beside);
    });
  };
  void readRecord().then(tellCharts);

  /** The keys that go forward and back by a clicker; `Arrow` up and down and the ends scroll what can be scrolled. */
  const isStep = (key: string) => /^(?:Arrow(?:Left|Right)|Page(?:Up|Down)| )$/.test(key);
  const isScroll = (key: string) => /^(?:Arrow(?:Up|Down)|Home|End)$/.test(key);
  const scrolls = (region: Element | null | undefined) => !!region && region.scrollHeight > region.clientHeight + 1;

  const close = (giveBack = true) => {
    card?.remove();
    card = undefined;
    document.body.style.paddingBottom = '';
    origin?.classList.remove('tieout-asked');
    watch.disconnect();
    if (document.fullscreenElement) keyboard()?.unlock();
    if (giveBack) origin?.focus({ preventScroll: true });
  };

  /** A slide that goes, by whatever moves it, takes its card with it. */
  const watch = new MutationObserver(() => card && !origin?.closest('.bespoke-marp-active') && close(false));
  const steps = new MutationObserver(() => card && close(false));

  /** In full screen the browser takes Escape for itself unless it is asked for. */
  const keyboard = () => (navigator as { keyboard?: { lock(keys: string[]): Promise<void>; unlock(): void } }).keyboard;

  const isNarrow = () => innerWidth < 600;

  const place = () => {
    if (!card || !origin) return;
    const body = card.firstElementChild as HTMLElement;
    if (isNarrow()) {
      card.removeAttribute('style');
      card.dataset.side = 'sheet';
      const { top, bottom } = origin.getBoundingClientRect();
      const seen = innerHeight - card.offsetHeight;
      // Also what stands at the end can be scrolled above the sheet.
      document.body.style.paddingBottom = `${card.offsetHeight}px`;
      if (top < 8 || bottom > seen - 8) scrollBy({ top: top - Math.max(8, (seen - (bottom - top)) / 2) });
      return;
    }
    document.body.style.paddingBottom = '';
    card.dataset.side = '';
    Object.assign(card.style, { width: `${Math.min(460, innerWidth - 24)}px`, height: 'auto' });
    const wanted = { width: card.offsetWidth, height: Math.min(card.offsetHeight, Math.max(420, innerHeight * 0.75), innerHeight - 24) };
    const { left, top, width, height, side, pointer } = placeOf(origin.getBoundingClientRect(), wanted, {
      width: innerWidth,
      height: innerHeight,
    });
    card.dataset.side = side;
    Object.assign(card.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    const tip = body.nextElementSibling as HTMLElement;
    tip.style[side === 'right' || side === 'left' ? 'top' : 'left'] = `${pointer}px`;
  };

  const open = (tie: HTMLElement) => {
    if (text !== carried()) {
      void readRecord().then(() => open(tie));
      return;
    }
    const figure = figures.get(tie.dataset.tie ?? '');
    if (!figure || !answers) return;
    if (card) close(false);
    origin = tie;
    tie.classList.add('tieout-asked');
    card = document.body.appendChild(document.createElement('div'));
    card.id = 'tieout-card';
    card.setAttribute('role', 'dialog');
    card.setAttribute('aria-label', `${words.card}: ${figure.text}`);
    const body = card.appendChild(document.createElement('div'));
    body.tabIndex = 0;
    const head = body.appendChild(document.createElement('h2'));
    head.textContent = figure.text;
    const button = body.appendChild(document.createElement('button'));
    button.textContent = '×';
    button.setAttribute('aria-label', words.close);
    button.onclick = () => close();
    body.append(...answers.tell(figure));
    card.append(document.createElement('i'));
    for (const details of body.querySelectorAll('details')) details.addEventListener('toggle', place);
    const slide = tie.closest('.bespoke-marp-slide');
    if (slide) watch.observe(slide, { attributeFilter: ['class'] });
    if (document.fullscreenElement)
      keyboard()
        ?.lock(['Escape'])
        .catch(() => {});
    place();
    body.focus({ preventScroll: true });
  };

  const take = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  /** The keys of an open card; true where they are its own. Those that move the slides close it and go on to the deck. */
  const onCardKey = (event: KeyboardEvent): boolean => {
    const target = event.target as HTMLElement;
    const inside = card?.contains(target);
    if (event.key === 'Escape') {
      take(event);
      close();
      return true;
    }
    if (inside && /^(?:Enter| )$/.test(event.key) && target.matches('button,summary')) {
      event.stopImmediatePropagation();
      return true;
    }
    if (inside && isScroll(event.key) && scrolls(target.closest('.scroll,#tieout-card>div'))) {
      event.stopImmediatePropagation();
      return true;
    }
    if (isStep(event.key) || isScroll(event.key) || event.key === 'o') close(false);
    return false;
  };

  /** Notes keep the keys that scroll them; those that move the slides go to the deck, which hears none from there. */
  const onNoteKey = (event: KeyboardEvent, note: HTMLElement) => {
    if (!isStep(event.key) && !(isScroll(event.key) && !scrolls(note))) return;
    take(event);
    note.blur();
    document.body.dispatchEvent(new KeyboardEvent('keydown', event));
  };

  const onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const tie = target.closest?.<HTMLElement>('.tie');
    const note = target.closest?.<HTMLElement>('.bespoke-marp-note');
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!plain) return;
    if (tie && (event.key === 'Enter' || event.key === ' ')) {
      take(event);
      open(tie);
    } else if (card && onCardKey(event)) return;
    else if (note) onNoteKey(event, note);
    else if (event.key.toLowerCase() === 't') {
      take(event);
      document.documentElement.classList.toggle('tieout-marks');
    }
  };

  const onClick = (event: Event) => {
    const target = event.target as HTMLElement;
    const tie = target.closest?.<HTMLElement>('.tie');
    if (card?.contains(target) || (!tie && !card)) return;
    // Buttons of the deck do what they say, and the card goes.
    if (!tie && target.closest('button,.bespoke-marp-presenter-next-container')) return close(false);
    take(event);
    if (tie) open(tie);
    else close();
  };

  for (const slide of document.querySelectorAll('[data-marpit-fragment]'))
    steps.observe(slide, { attributeFilter: ['data-bespoke-marp-fragment'] });
  window.addEventListener('keydown', onKey, true);
  window.addEventListener('click', onClick, true);
  window.addEventListener('resize', place);
}
