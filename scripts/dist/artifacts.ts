/** What draws: a path is painted, text is shown in a text object, a picture or a shading is placed. */
const paints = new Set(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's']);
const places = new Set(['Do', 'sh']);
/** What begins a path: from there to its painting nothing else may stand. */
const begins = new Set(['m', 're']);

/**
 * The content of a page in which all that is drawn outside of the tags is marked as an artifact, as what no reader needs:
 * grounds, rules, page numbers. `isTagged` tells of a form whether it holds tags of its own. The content is as Skia
 * writes it: an operator ends each line.
 */
export function markArtifacts(content: string, isTagged: (form: string) => boolean): string {
  const lines = content.split('\n');
  const out: string[] = [];
  let depth = 0;
  /** Where the path or the text that is open began, in `out`; undefined outside of both. */
  let start: number | undefined;
  const mark = (from: number) => {
    out.splice(from, 0, '/Artifact BMC');
    out.push('EMC');
  };
  for (const line of lines) {
    const operator = /(?:^|[\s>\])])([A-Za-z*'"]+)$/.exec(line)?.[1] ?? '';
    if (operator === 'BDC' || operator === 'BMC') depth++;
    if (start === undefined && (begins.has(operator) || operator === 'BT')) start = out.length;
    out.push(line);
    if (operator === 'EMC') depth--;
    if (depth === 0 && places.has(operator) && !isTagged(/\/(\S+) Do$/.exec(line)?.[1] ?? '')) mark(out.length - 1);
    if (operator === 'ET' || paints.has(operator)) {
      // Tags may stand within a text.
      if (depth === 0 && start !== undefined && !out.slice(start).some((each) => /B[DM]C$/.test(each))) mark(start);
      start = undefined;
    } else if (operator === 'n') start = undefined;
  }
  return out.join('\n');
}
