import { join } from 'node:path';
import { build } from '../build.ts';
import { type CellName, locateCell } from '../data/locate.ts';
import { checkOutput } from '../dist/index.ts';
import { insideProject, isFile } from '../files.ts';
import type { BuildOptions } from '../options.ts';
import { type Place, ProjectError, problem } from '../problems.ts';
import { readProject } from '../project.ts';
import { makeReport, summarize } from '../report.ts';
import { chooseDecks } from '../slides/decks.ts';
import { editorCommand, runEditor } from './editor.ts';
import { Preview } from './preview.ts';
import { type PreviewServer, serve } from './server.ts';
import { Terminal } from './terminal.ts';
import { watchFolder } from './watcher.ts';

/**
 * Shows the decks of a project in the browser as their files change, until `q` or Ctrl-C. `opens` opens it at once.
 * Throws the problems of the project's list of decks, without which there is nothing to show.
 */
export async function watchProject(options: BuildOptions, opens: boolean): Promise<void> {
  await checkOutput(options.root, options.out);
  const list = async () => chooseDecks((await readProject(options.root, options.date)).decks, options.decks).map((each) => each.name);
  const terminal = new Terminal(process.stderr);
  const preview = new Preview(options, list, {
    updated: (decks, ms) => terminal.say(`shown  ${decks.join(', ')}  ${Math.round(ms)} ms`),
    problems: (problems, isStopped) =>
      terminal.tell(problems, isStopped ? 'the last good deck is shown' : 'the slides are shown as they are'),
    ask: (what) => goTo(options.root, what, terminal),
    failed: (error) => terminal.say(`tieout: this is a defect of tieout, not of the project\n${(error as Error).stack}`),
  });
  await preview.follow();
  const unwatch = await watchFolder(options.root, options.out, () => void preview.changed());
  const server = await serve(preview);
  const keys = process.stdin.isTTY ? '; o opens it, p prints the PDF, q quits' : '';
  terminal.say(`preview  ${addressOf(server, preview.names)}${keys}`);
  void preview.changed();
  if (opens) await openBrowserAt(addressOf(server, preview.names), terminal);
  await untilQuit(terminal, {
    o: () => openBrowserAt(addressOf(server, preview.names), terminal),
    p: () => preview.run(() => print(options, preview.latest, terminal)),
  });
  preview.close();
  server.close();
  await unwatch();
}

const addressOf = ({ origin }: PreviewServer, names: readonly string[]) => (names.length === 1 ? `${origin}/${names[0]}` : `${origin}/`);

/** Runs what a key stands for, until one quits. */
function untilQuit(terminal: Terminal, actions: Record<string, () => Promise<void>>): Promise<void> {
  return new Promise((resolve) => {
    terminal.hear((key) => {
      // In raw mode Ctrl-C is a key as any other.
      if (key === 'q' || key === '\u0003') {
        terminal.close();
        resolve();
      } else void actions[key]?.();
    });
  });
}

/** Opens a page in the system's browser. */
async function openBrowserAt(address: string, terminal: Terminal): Promise<void> {
  try {
    const { default: open } = await import('open');
    const child = await open(address);
    child.on('error', () => terminal.say(`no browser can be opened here: go to ${address}`));
  } catch {
    terminal.say(`no browser can be opened here: go to ${address}`);
  }
}

/** Builds a deck into the output folder, PDF and all. */
async function print(options: BuildOptions, deck: string | undefined, terminal: Terminal): Promise<void> {
  const begun = performance.now();
  const report = makeReport(process.stderr);
  try {
    const artefacts = await build({ ...options, decks: deck ? [deck] : [], formats: ['html', 'pdf'] }, report);
    report.end(summarize(artefacts, performance.now() - begun));
  } catch (error) {
    report.end('');
    if (!(error instanceof ProjectError)) terminal.say(`tieout: ${(error as Error).message}`);
    else terminal.tell(error.problems, 'nothing was printed');
  }
}

/** Says in the terminal where something on a slide comes from, and opens it in the editor. Gives the place. */
async function goTo(root: string, what: Place | CellName, terminal: Terminal): Promise<string> {
  const place = await findPlace(root, what);
  if (!place) return 'its source is not there any more';
  const text = `${place.file}${place.line ? `:${place.line}` : ''}${place.cell ? ` ${place.cell}` : ''}`;
  terminal.say(`source ${text}`);
  const command = editorCommand({ ...place, file: join(root, place.file) });
  if (command)
    void (command.inTerminal ? terminal.lend(() => runEditor(command)) : runEditor(command)).then((said) => said && terminal.say(said));
  return text;
}

/** The place of a cell or of a block; undefined when it is no file of the project. */
async function findPlace(root: string, what: Place | CellName): Promise<Place | undefined> {
  try {
    const place = 'table' in what ? await locateCell(await readProject(root), what) : what;
    return place && (await isFile(await insideProject(root, place.file))) ? place : undefined;
  } catch (error) {
    if (error instanceof ProjectError) return undefined;
    throw error;
  }
}

/** Opens a built deck in the system's browser: the one named, else the first. Throws a problem when it is not built. */
export async function openDeck(options: BuildOptions): Promise<string> {
  const project = await readProject(options.root);
  const [deck] = chooseDecks(project.decks, options.decks);
  const file = join(options.out, `${deck?.name}.html`);
  if (!(await isFile(file)))
    throw new ProjectError([problem({ file }, 'not-built', 'the deck is not built yet', 'run tieout build first')]);
  const { default: open } = await import('open');
  await open(file);
  return file;
}
