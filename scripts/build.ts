import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Store } from './cache.ts';
import { browserId } from './dist/browser.ts';
import { checkOutput } from './dist/output.ts';
import { kindOf, orphansIn, writeArtefacts, writtenFiles } from './dist/write.ts';
import { Graph, type Inputs } from './graph.ts';
import type { BuildOptions, BuiltFile, Report } from './options.ts';
import type { Prepared } from './steps.ts';

export type { PreparedDeck } from './render.ts';

// The steps of a build, each made from those before it and kept under the hash of all that it is made from:
//
//   build      the options, every file that is read            -> the files of dist/    (here)
//   declared   the fields of datasets                          -> names that SQL takes  (data/index.ts)
//   dataset    its entry, its file                             -> rows                  (data/index.ts)
//   references two datasets                                    -> keys that lead somewhere (data/index.ts)
//   queries    models and checks                               -> what each reads       (data/models.ts, data/checks.ts)
//   model      its query, the tables that it reads             -> a table               (data/models.ts)
//   check      its query, the tables that it reads             -> met                   (data/checks.ts)
//   theme      its text                                        -> sound                 (slides/read.ts)
//   slides     a slide file, tables                            -> its slides, quoted    (slides/read.ts)
//   quotes     the deck's entry, the slides of its files       -> quoted slides         (steps.ts)
//   chart      its spec, theme, colours, language, tables      -> SVG                   (charts/index.ts)
//   layout     a query                                         -> its lines             (record/index.ts)
//   lines      a dataset's file, rows                          -> where these stand     (record/neighbours.ts)
//   record     quoted slides, charts, pictures, tables         -> the tie-out record    (steps.ts)
//   html, pdf, handout, png, sheet   the record and what it was made from -> bytes      (dist/index.ts)
//   print      the print page                                  -> a PDF without record  (dist/printer.ts)
//   svg        a chart                                         -> a file                (dist/index.ts)
//
// Of a deck that was sent, `carried` keeps its record and `examined` what of it does not tie out (record/sent.ts).
// A step whose result is kept is not even imported.

/** What is kept of a build: its files with the hash of each, and the names of the project's decks and charts. */
interface Built {
  files: (BuiltFile & { hash: string })[];
  names: string[];
}

/** Builds the decks of a project. Where nothing has changed since, not even the project is parsed. */
export async function build(options: BuildOptions, report: Report, store = new Store()): Promise<readonly BuiltFile[]> {
  await checkOutput(options.root, options.out);
  const [graph, inputs] = [await Graph.begin(store, options.root, report.step), inputsOf(options)];
  const known = await graph.kept<Built>('build', 'all', inputs);
  if (known && (await stands(options.out, known.value))) return tellKept(known.value, report);
  return make(options, report, graph, inputs, async (artefacts, names) => writeArtefacts(options.out, artefacts, undefined, names));
}

/** Does all that {@link build} does but the writing, of which it does the contact sheets when they are asked for; throws what it would throw. */
export async function check(options: BuildOptions, report: Report, store = new Store()): Promise<readonly BuiltFile[]> {
  if (options.pictures) await checkOutput(options.root, options.out);
  const [graph, inputs] = [await Graph.begin(store, options.root, report.step), inputsOf(options)];
  const known = options.pictures ? undefined : await graph.kept<Built>('build', 'all', inputs);
  return known ? tellKept(known.value, report) : make(options, report, graph, inputs);
}

/**
 * Renders the decks of a project, and records what they show; nothing is printed. Charts tell what is wrong with their pictures. Throws every
 * problem of the first stage that has any other.
 */
export async function prepare(options: BuildOptions, report: Report, store = new Store()): Promise<Prepared> {
  const { prepareDecks } = await import('./steps.ts');
  return prepareDecks(options, report, await Graph.begin(store, options.root, report.step));
}

/** What a whole build is made from beside the files that it reads. */
function inputsOf({ root: _, out: __, ...asked }: BuildOptions): Inputs {
  return { options: JSON.stringify(asked), browser: asked.formats.some((each) => each !== 'html') ? browserId() : undefined };
}

type Write = (artefacts: Parameters<typeof writeArtefacts>[1], names: readonly string[]) => Promise<void>;

/** Makes every file of the decks, and writes them. Without a browser there is still the HTML, and the error says what to install. */
async function make(options: BuildOptions, report: Report, graph: Graph, inputs: Inputs, write?: Write): Promise<readonly BuiltFile[]> {
  const work = async (): Promise<Built> => {
    const { makeFiles } = await import('./steps.ts');
    const { artefacts, names, missing } = await makeFiles(options, report, graph);
    await write?.(artefacts, names);
    if (missing) throw missing;
    const files = artefacts.map(({ bytes, ...each }) => ({ ...each, size: bytes.length, hash: hashOf(bytes) }));
    return { files, names };
  };
  try {
    return (await graph.make<Built>('build', 'all', inputs, work, undefined, (label) => label.startsWith('file '))).value.files;
  } finally {
    await graph.end();
  }
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** True where the files of a build stand in `out` as it has written them, and none that it would have removed. */
async function stands(out: string, { files, names }: Built): Promise<boolean> {
  const written = writtenFiles(out);
  const same = files.map(async ({ path, hash }) => {
    const bytes = await readFile(join(out, path)).catch(() => undefined);
    return bytes !== undefined && hashOf(bytes) === hash && written[path] === hash;
  });
  return (await Promise.all(same)).every((each) => each) && orphansIn(out, names).length === 0;
}

function tellKept({ files }: Built, report: Report): readonly BuiltFile[] {
  for (const { path } of files) if (!path.startsWith('charts/') && !path.endsWith('.png')) report.artefact(kindOf(path), path, 0, 'kept');
  return files;
}
