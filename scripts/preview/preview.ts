import type { WebSocket } from 'ws';
import { foreseeDatabase } from '../data/database.ts';
import type { CellName } from '../data/locate.ts';
import { emojiFace, type Face, readFace } from '../fonts/faces.ts';
import type { BuildOptions } from '../options.ts';
import { type Place, type Problem, ProjectError, placeText, systemProblem } from '../problems.ts';
import { findingsOn } from '../visual/checks.ts';
import type { ClientMessage, SeenOverflow, ServerMessage } from './client.ts';
import { faceName, listPage, makePage, sealed, waitingPage } from './page.ts';
import { type PreparedDeck, pageProblems, renderDecks } from './render.ts';
import type { Answer, Service } from './server.ts';
import { allProblems, newState, overflowProblem, parsePlace, plain, problemsShown, type State } from './state.ts';

/** What a preview tells the terminal. */
export interface Listener {
  updated(decks: readonly string[], ms: number): void;
  /** All problems of the decks; `isStopped` where some deck is not shown as it is now. */
  problems(problems: readonly Problem[], isStopped: boolean): void;
  /** Somebody asks where a text comes from. Gives what to tell them. */
  ask(what: Place | CellName): Promise<string>;
  failed(error: unknown): void;
}

/** The decks of a project as they are while its files change, and the pages that show them. */
export class Preview implements Service {
  readonly #options: BuildOptions;
  readonly #list: () => Promise<readonly string[]>;
  readonly #listener: Listener;
  readonly #states = new Map<string, State>();
  /** Every face that a page has asked for, by its name there. */
  readonly #faces = new Map<string, Face>();
  readonly #sockets = new Map<WebSocket, string>();
  #change = 1;
  #queue: Promise<void> = Promise.resolve();
  #rest: NodeJS.Timeout | undefined;
  #waiting = false;
  #latest: string | undefined;

  /** A preview of the decks that `list` names: those of today, and as it names others, of tomorrow. */
  constructor(options: BuildOptions, list: () => Promise<readonly string[]>, listener: Listener) {
    [this.#options, this.#list, this.#listener] = [options, list, listener];
  }

  get names(): readonly string[] {
    return [...this.#states.keys()];
  }

  /** Looks which decks there are. Throws the problems of their list. */
  async follow(): Promise<void> {
    const names = await this.#list();
    for (const name of this.names) if (!names.includes(name)) this.#states.delete(name);
    for (const name of names) if (!this.#states.has(name)) this.#states.set(name, newState());
  }

  /** The deck that was opened last. */
  get latest(): string | undefined {
    return this.#latest !== undefined && this.#states.has(this.#latest) ? this.#latest : this.names[0];
  }

  /** Notes that an input has changed: those decks that are looked at are rendered first. Changes during a rendering are one more. */
  changed(): Promise<void> {
    this.#change++;
    clearTimeout(this.#rest);
    if (this.#waiting) return this.#queue;
    this.#waiting = true;
    return this.run(async () => {
      this.#waiting = false;
      const open = this.names.filter((name) => [...this.#sockets.values()].includes(name));
      await this.#render(open.length > 0 ? open : this.names);
    });
  }

  /** Does some work when no rendering is under way. */
  run(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work).catch((error) => this.#listener.failed(error));
    return this.#queue;
  }

  close(): void {
    clearTimeout(this.#rest);
  }

  /** Renders those of the decks that have not seen the last change. */
  async #render(names: readonly string[]): Promise<void> {
    const change = this.#change;
    const stale = names.filter((name) => (this.#states.get(name)?.seen ?? change) < change);
    if (stale.length === 0) return;
    const begun = performance.now();
    try {
      const decks = await renderDecks(this.#options, stale);
      const shown = await Promise.all(decks.map((each) => this.#show(each, change)));
      const updated = stale.filter((name) => shown.includes(name));
      if (updated.length > 0) this.#listener.updated(updated, performance.now() - begun);
      for (const each of decks) (this.#states.get(each.deck.deck.name) as State).unread = each;
    } catch (error) {
      const found = error instanceof ProjectError ? error.problems : [systemProblem(error)].filter((each) => each !== undefined);
      if (found.length === 0) throw error;
      // What a file says while it is being written is not worth a word.
      if (change !== this.#change) return;
      for (const name of stale) Object.assign(this.#states.get(name) as State, { seen: change, problems: found });
    }
    this.#tellProblems();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.run(() => this.#settle()), calm);
  }

  /** Sends a deck to the pages that show it. Gives its name when it is another one than before. */
  async #show(prepared: PreparedDeck, change: number): Promise<string | undefined> {
    const { deck, record } = prepared;
    const state = this.#states.get(deck.deck.name) as State;
    const page = await makePage(prepared);
    const charts = deck.charts.map(({ name, file }) => ({
      file,
      slides: deck.slides.filter((slide) => slide.charts.includes(name)).map((slide) => slide.number),
    }));
    const figures = new Map(record.figures.map((each) => [String(each.id), each]));
    for (const face of [...deck.faces, emojiFace]) this.#faces.set(faceName(face), face);
    const isNew = page.html !== state.page?.html;
    const findings = new Map([...state.findings].filter(([slide]) => slide <= deck.slides.length));
    const pictures = deck.charts.flatMap((each) => each.faults);
    Object.assign(state, { page, charts, figures, pictures, findings, deck, seen: change, problems: [] });
    if (isNew) this.#send(deck.deck.name, { page: page.html });
    return isNew ? deck.deck.name : undefined;
  }

  /** What has time until the files are quiet: to open the next database, to read the pages back, and to render decks that are new or not looked at. */
  async #settle(): Promise<void> {
    // Where the list itself is wrong, the decks of before tell so.
    await this.follow().catch(() => {});
    const change = this.#change;
    foreseeDatabase();
    for (const state of this.#states.values()) {
      const { unread, page } = state;
      const net = unread && page && (await pageProblems(unread, page.html, () => change !== this.#change));
      // Somebody who saves meanwhile does not wait: what was left out is done when the files are quiet again.
      if (change !== this.#change) return;
      if (net) Object.assign(state, { net, unread: undefined });
    }
    this.#tellProblems();
    for (const name of this.names) {
      await this.#render([name]);
      if (change !== this.#change) return;
    }
  }

  #tellProblems(): void {
    // Decks that stopped together have the same problems; the error leaves each once.
    const states = [...this.#states.values()];
    this.#listener.problems(
      new ProjectError(states.flatMap(allProblems)).problems,
      states.some((each) => each.problems.length > 0),
    );
    for (const name of this.names) this.#send(name, { problems: problemsShown(this.#states.get(name) as State) });
  }

  #send(name: string, message: ServerMessage): void {
    const text = JSON.stringify(message);
    for (const [socket, deck] of this.#sockets) if (deck === name) socket.send(text);
  }

  connect(socket: WebSocket, query: URLSearchParams): void {
    const name = query.get('deck') ?? '';
    const state = this.#states.get(name);
    if (!state) {
      socket.close();
      return;
    }
    this.#sockets.set(socket, name);
    this.#latest = name;
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => void this.#hear(socket, name, data.toString()));
    // A page that has it already learns from it what its slides were before its own scripts worked on them.
    socket.send(JSON.stringify({ page: state.page?.html, problems: problemsShown(this.#states.get(name) as State) }));
  }

  async #hear(socket: WebSocket, name: string, text: string): Promise<void> {
    try {
      const { ask, overflows, looks } = JSON.parse(text) as ClientMessage;
      const what = ask && ('figure' in ask ? this.#states.get(name)?.figures.get(ask.figure) : parsePlace(String(ask.source)));
      if (what) socket.send(JSON.stringify({ say: await this.#listener.ask(what) }));
      if (overflows) this.#takeOverflows(name, overflows);
      if (looks) await this.#takeLooks(name, looks);
    } catch (error) {
      this.#listener.failed(error);
    }
  }

  #takeOverflows(name: string, overflows: readonly SeenOverflow[]): void {
    const state = this.#states.get(name);
    if (!state) return;
    const found = overflows.map((each) => overflowProblem(name, each));
    const textOf = (problems: readonly Problem[]) => problems.map((each) => `${placeText(each)} ${each.reason}`).join('\n');
    if (textOf(found) === textOf(state.overflows)) return;
    state.overflows = found;
    this.#tellProblems();
  }

  /** Finds what is wrong with how slides look, as a build does with its print. */
  async #takeLooks(name: string, looks: NonNullable<ClientMessage['looks']>): Promise<void> {
    const { visualProblem } = await import('../dist/deck.ts');
    const state = this.#states.get(name);
    const { deck } = state ?? {};
    if (!state || !deck) return;
    const found = looks.map(({ slide, look }) => {
      const own = findingsOn(look).map((each) => ({ ...each, reason: plain(each.reason), fix: plain(each.fix) }));
      return [Number(slide), own.map((each) => ({ problem: visualProblem(deck, Number(slide), each), box: each.box }))] as const;
    });
    state.findings = new Map([...state.findings, ...found]);
    this.#tellProblems();
    const boxes = [...state.findings].flatMap(([slide, own]) => own.flatMap(({ box }) => (box ? [{ slide, box }] : [])));
    this.#send(name, { boxes });
  }

  async answer(path: string, host: string): Promise<Answer | undefined> {
    const type = 'text/html';
    if (path === '/') await this.follow().catch(() => {});
    const [only] = this.names;
    if (path === '/' && this.names.length === 1) return { type, body: '', location: `/${only}` };
    if (path === '/') return { type, body: sealed(listPage(this.names), host) };
    const face = this.#faces.get(path.replace(/^\/fonts\//, ''));
    if (face) return { type: 'font/ttf', body: await readFace(face) };
    const name = path.slice(1);
    if (!this.#states.has(name)) await this.follow().catch(() => {});
    const state = this.#states.get(name);
    if (!state) return undefined;
    if (state.seen < this.#change) await this.run(() => this.#render([name]));
    return { type, body: sealed(state.page?.html ?? waitingPage(name), host) };
  }
}

/** How long the files must be quiet before that is done which nobody waits for, in ms. */
const calm = 1000;
