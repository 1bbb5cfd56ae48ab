import { cached, codeId } from '../cache.ts';
import type { Tables } from '../data/tables.ts';
import type { SourceFile } from '../files.ts';
import type { Project } from '../project.ts';
import { Ledger, type Tie } from '../quotes/ledger.ts';
import type { Chart, Look } from './index.ts';
import { themeColours } from './spec.ts';

/**
 * A chart as drawn before from the very same code, spec, theme, words and rows, else as `draw` gives it.
 * A spec that reads a file by `url` is always drawn.
 */
export async function keepChart(
  project: Project,
  tables: Tables,
  file: SourceFile,
  look: Look,
  draw: () => Promise<Chart>,
): Promise<Chart> {
  if (codeId === undefined || file.text.includes('"url"')) return draw();
  const inputs = [codeId, file.path, file.text, look.language, JSON.stringify([...themeColours(look.css)])];
  const settings = [project.chartTheme?.text ?? '', project.decks.literals.map(String).join('\n')];
  const rows = await Promise.all(namedIn(tables, file.text + settings[0]).map(async (name) => JSON.stringify(await tables.read(name))));
  const kept = await cached('charts', [...inputs, ...settings, ...rows], async () => Buffer.from(pack(await draw())));
  return unpack(kept.toString('utf8'));
}

/** Every table whose name occurs in a text; more than it uses, but never fewer. */
const namedIn = (tables: Tables, text: string) => [...tables.list.keys()].filter((name) => text.includes(name));

const pack = ({ ledger, ...chart }: Chart) => JSON.stringify({ ...chart, ties: ledger.ties });

function unpack(text: string): Chart {
  const { ties, ...chart } = JSON.parse(text) as Omit<Chart, 'ledger'> & { ties: Tie[] };
  const ledger = new Ledger();
  ledger.ties.push(...ties);
  return { ...chart, ledger };
}
