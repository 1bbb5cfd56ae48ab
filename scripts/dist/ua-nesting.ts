import { PDFDict, type PDFDocument, PDFName, PDFNumber, type PDFObject } from './pdf-lib.ts';
import { attributesOf, elementsOf, kidsOf, typeOf } from './structure.ts';

const name = PDFName.of;

/** A type of element: what alone may stand in it, and where alone it may stand. */
type Parts = Readonly<Record<string, { holds?: readonly string[]; within?: readonly string[] }>>;

export const listParts: Parts = {
  L: { holds: ['L', 'LI', 'Caption'] },
  LI: { holds: ['Lbl', 'LBody'], within: ['L'] },
  LBody: { within: ['LI'] },
};

const bodies = ['THead', 'TBody', 'TFoot'];
export const tableParts: Parts = {
  Table: { holds: ['TR', ...bodies, 'Caption'] },
  ...Object.fromEntries(bodies.map((type) => [type, { holds: ['TR'], within: ['Table'] }])),
  TR: { holds: ['TH', 'TD'], within: ['Table', ...bodies] },
  TH: { within: ['TR'] },
  TD: { within: ['TR'] },
};

/** The elements that hold what they may not hold, or stand where they may not. */
export function nestingFaults(pdf: PDFDocument, parts: Parts): string[] {
  return elementsOf(pdf).flatMap(({ dict, type }) => {
    const { holds, within } = parts[type] ?? {};
    const parent = typeOf(dict.lookupMaybe(name('P'), PDFDict)) ?? 'nothing';
    const strange = holds
      ? kidsOf(dict).flatMap((kid) => (holds.includes(kindOf(pdf, kid)) ? [] : [`${kindOf(pdf, kid)} in ${type}`]))
      : [];
    return [...strange, ...(within && !within.includes(parent) ? [`${type} in ${parent}`] : [])];
  });
}

const kindOf = (pdf: PDFDocument, kid: PDFObject): string => {
  const dict = pdf.context.lookup(kid);
  return (dict instanceof PDFDict ? typeOf(dict) : undefined) ?? 'content';
};

/** Tables whose rows are not of one width, with the cells that reach over columns and rows. */
export function rowFaults(pdf: PDFDocument): string[] {
  const kidsIn = (dict: PDFDict, types: readonly string[]): PDFDict[] =>
    kidsOf(dict)
      .map((kid) => pdf.context.lookup(kid))
      .filter((kid): kid is PDFDict => kid instanceof PDFDict && types.includes(typeOf(kid) ?? ''));
  return elementsOf(pdf).flatMap(({ dict, type }) => {
    if (type !== 'Table') return [];
    const rows = kidsIn(dict, ['TR', ...bodies]).flatMap((each) => (typeOf(each) === 'TR' ? each : kidsIn(each, ['TR'])));
    const widths = widthsOf(
      rows.map((row) => kidsIn(row, ['TH', 'TD']).map((cell) => [spanOf(cell, 'ColSpan'), spanOf(cell, 'RowSpan')] as const)),
    );
    return new Set(widths).size > 1 ? [`a table with rows of ${[...new Set(widths)].join(', ')} cells`] : [];
  });
}

/** How many columns each row fills with its own cells, and with those that reach down into it. */
function widthsOf(rows: readonly (readonly (readonly [columns: number, rows: number])[])[]): number[] {
  const widths = rows.map(() => 0);
  for (const [at, cells] of rows.entries())
    for (const [columns, down] of cells)
      for (let row = at; row < Math.min(at + down, rows.length); row++) widths[row] = (widths[row] ?? 0) + columns;
  return widths;
}

const spanOf = (cell: PDFDict, key: string) =>
  attributesOf(cell).flatMap((each) => each.lookupMaybe(name(key), PDFNumber)?.asNumber() ?? [])[0] ?? 1;
