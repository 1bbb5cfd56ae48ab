import { pictureKind } from './dist/write.ts';
import { tellFirstTimes } from './folders.mjs';
import type { Fate } from './graph.ts';
import { type BuiltFile, countUntied, type Report } from './options.ts';
import type { Problem } from './problems.ts';
import { LiveLine, Stages } from './progress.ts';

/** A report that writes to a stream: on a terminal a line that says what is done and what is left, plain lines elsewhere; `verbose` tells of each step. */
export function makeReport(stream: NodeJS.WriteStream, verbose = false): Report & { end(text: string): void } {
  const live = new LiveLine(stream);
  const stages = new Stages();
  const note = (text: string) => live.write(`note   ${text}\n`);
  tellFirstTimes(note);
  return {
    expect: (kind, count) => stages.expect(kind, count),
    doing: (text) => live.show(text),
    artefact: (kind, name, ms, detail = '') => {
      if (live.isLive) return live.show(stages.done(kind, name));
      live.write(`${`${kind.padEnd(6)} ${name.padEnd(28)} ${`${Math.round(ms)} ms`.padStart(8)}  ${detail}`.trimEnd()}\n`);
    },
    note,
    ...(verbose && { step: (fate: Fate) => live.write(`${formatFate(fate)}\n`) }),
    end: (text) => live.write(text),
  };
}

/** More changed inputs than these are counted. */
const mostChanges = 6;

/** `made   chart charts/peers.vl.json en: table peers`: what became of a step, and which of its inputs have changed. */
function formatFate({ kind, name, kept, changed }: Fate): string {
  if (kept) return `kept   ${kind} ${name}`;
  const more = changed.length > mostChanges ? `, and ${changed.length - mostChanges} more` : '';
  const why = changed.length === 0 ? 'its result was not kept' : `${changed.slice(0, mostChanges).join(', ')}${more}`;
  return `made   ${kind} ${name}: ${why}`;
}

const size = (bytes: number) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(2)} MB`);

/** The table of what was written, largest kinds first, and the total time. */
export function summarize(artefacts: readonly BuiltFile[], ms: number): string {
  const charts = artefacts.filter((each) => each.path.startsWith('charts/'));
  const pictures = artefacts.filter((each) => pictureKind(each.path));
  const rows = artefacts
    .filter((each) => !charts.includes(each) && !pictures.includes(each))
    .map((each) => `  ${each.path.padEnd(32)} ${size(each.size).padStart(8)}${remark(each)}`);
  const total = charts.reduce((sum, each) => sum + each.size, 0);
  for (const kind of new Set(pictures.map(({ path }) => pictureKind(path) as string))) {
    const own = pictures.filter(({ path }) => pictureKind(path) === kind);
    const bytes = own.reduce((sum, each) => sum + each.size, 0);
    rows.push(`  ${kind.padEnd(32)} ${size(bytes).padStart(8)}  ${own.length} pictures`);
  }
  if (charts.length > 0) rows.push(`  ${'charts/*.svg'.padEnd(32)} ${size(total).padStart(8)}  ${charts.length} charts`);
  return `${rows.join('\n')}\ndone in ${(ms / 1000).toFixed(1)} s\n`;
}

const remark = ({ pages, untied }: BuiltFile) => (pages ? `  ${pages} pages` : untied ? `  ${countUntied(untied)}` : '');

/** All problems, grouped by file: line and column, what is wrong, what to do, and the rule; at last what came of them (`end`). */
export function formatProblems(problems: readonly Problem[], end = 'nothing was written'): string {
  const files = [...new Set(problems.map((each) => each.file ?? ''))].sort();
  const blocks = files.map((file) => {
    const own = problems
      .filter((each) => (each.file ?? '') === file)
      .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
    return [file, ...own.map((each) => `  ${formatPlace(each)}${each.reason}  [${each.ruleId}]\n      ${each.note}`)].join('\n');
  });
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${blocks.join('\n\n')}\n\n${count}; ${end}\n`;
}

/** A problem as plain data, for programs. */
export const problemFacts = ({ file, line, column, ruleId: rule, reason, note: fix }: Problem) => ({
  file,
  line,
  column,
  rule,
  reason,
  fix,
});

const formatPlace = (each: Problem) => (each.line ? `${each.line}:${each.column ?? 1}  ` : '');
