import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { prepare } from '../../scripts/build.ts';
import { loadTables } from '../../scripts/data/index.ts';
import { readProject } from '../../scripts/project.ts';

/**
 * Writes to `target` what a person has before Marp and Vega-Lite when there is no tieout: a deck as one Markdown with
 * its figures typed in (`deck.md`), its theme, the charts as ready SVG files of `dist`, and each chart as a spec that
 * holds its rows.
 */
export async function assemble(root: string, name: string, dist: string, target: string): Promise<void> {
  const silent = { artefact: () => {}, note: () => {} };
  const { decks } = await prepare({ root, out: dist, decks: [name], formats: [] }, silent);
  const deck = decks[0]?.deck;
  if (!deck) throw new Error(`there is no deck "${name}"`);
  await mkdir(join(target, 'charts'), { recursive: true });
  const svg = (path: string) => `charts/${basename(path, '.vl.json')}.svg`;
  const markdown = deck.ledger.resolve(deck.markdown).replace(/charts\/[\w-]+\.vl\.json/g, svg);
  await writeFile(join(target, 'deck.md'), markdown);
  await writeFile(join(target, 'theme.css'), deck.stage.css);
  for (const { name, language } of deck.charts)
    await copyFile(join(dist, 'charts', `${name}.${language}.svg`), join(target, 'charts', `${name}.svg`));
  await writeSpecs(root, target);
}

/** Charts with the rows of their tables in them, as `vl2svg` takes them. */
async function writeSpecs(root: string, target: string): Promise<void> {
  const project = await readProject(root);
  const tables = await loadTables(project);
  for (const [path, { text }] of project.charts) {
    const spec = JSON.parse(text) as { data?: { name?: string }; datasets?: object };
    const names = [...tables.list.keys()].filter((name) => text.includes(`"${name}"`));
    const rows = await Promise.all(names.map(async (each) => [each, (await tables.read(each)).rows] as const));
    await writeFile(join(target, 'charts', basename(path)), JSON.stringify({ ...spec, datasets: Object.fromEntries(rows) }));
  }
  tables.close();
}
