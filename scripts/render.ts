import type { Chart } from './charts/index.ts';
import type { Tables } from './data/tables.ts';
import { checkCoverage } from './dist/coverage.ts';
import type { Graph } from './graph.ts';
import { endStage } from './problems.ts';
import type { Project } from './project.ts';
import { makeRecord } from './record/index.ts';
import { checkRecord } from './record/rules.ts';
import { type DeckRecord, parseSent } from './record/schema.ts';
import { changesSlide } from './record/since.ts';
import { type QuotedDeck, type RenderedDeck, renderDeck, withSlide } from './slides/index.ts';

/** A deck ready to be printed and packed, with its tie-out record. */
export interface PreparedDeck {
  deck: RenderedDeck;
  record: DeckRecord;
}

/**
 * Renders a deck and records it; once more with its "changes since" slide, when there is a record of what was sent. It is not
 * recorded before `atRendered` is done with it.
 */
export async function prepareDeck(
  project: Project,
  tables: Tables,
  quoted: QuotedDeck,
  charts: ReadonlyMap<string, Chart>,
  graph: Graph,
  atRendered: (deck: RenderedDeck) => Promise<void>,
): Promise<PreparedDeck> {
  let deck = await renderDeck(project, tables, quoted, charts);
  const sent = project.since.get(quoted.deck.name);
  if (sent) {
    const slide = changesSlide(parseSent(sent), await makeRecord(graph, project, tables, deck), quoted.ledger);
    deck = await renderDeck(project, tables, withSlide(quoted, sent.path, slide, 'table'), charts);
  }
  await atRendered(deck);
  const record = await makeRecord(graph, project, tables, deck);
  await checkCoverage(deck);
  endStage(checkRecord(project, tables, deck, record));
  return { deck, record };
}
