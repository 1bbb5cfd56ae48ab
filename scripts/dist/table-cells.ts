import { PDFDict, type PDFDocument, PDFName, type PDFObject, PDFRef } from './pdf-lib.ts';
import { contentKidsOf, elementsOf, kidsOf, typeOf } from './structure.ts';

/** A cell of a table as laid out: how many columns and rows it takes, and whether it heads nothing and holds nothing. */
export interface Cell {
  columns: number;
  rows: number;
  isEmpty: boolean;
}

/** Tables of a slide, row by row, cell by cell. */
export type Tables = readonly (readonly (readonly Cell[])[])[];

/** Puts the empty cells of tables back, which Skia leaves out: without them the cells beside stand in the wrong columns. */
export function completeTables(pdf: PDFDocument, told: readonly Tables[]): void {
  const tables = elementsOf(pdf).filter(({ type }) => type === 'Table');
  for (const [index, { ref }] of pdf.getPages().entries()) {
    const own = tables.filter(({ dict }) => pageOf(pdf, dict) === ref);
    const slide = told[index] ?? [];
    // A table of empty cells alone is none of the structure.
    const filled = slide.filter((table) => table.some(isFilled));
    if (filled.length !== own.length) continue;
    for (const [nth, { dict }] of own.entries()) completeRows(pdf, dict, filled[nth] ?? []);
  }
}

const isFilled = (row: readonly Cell[]) => row.some(({ isEmpty }) => !isEmpty);

/** The page of the first content in an element. */
function pageOf(pdf: PDFDocument, dict: PDFDict): PDFObject | undefined {
  const own = contentKidsOf(pdf, dict)[0]?.page;
  if (own) return own;
  for (const kid of kidsOf(dict)) {
    const each = pdf.context.lookup(kid);
    const page = each instanceof PDFDict && typeOf(each) !== undefined ? pageOf(pdf, each) : undefined;
    if (page) return page;
  }
  return undefined;
}

function completeRows(pdf: PDFDocument, table: PDFDict, told: readonly (readonly Cell[])[]): void {
  const rows = rowsIn(pdf, table);
  const filled = rows.length === told.length ? told : told.filter(isFilled);
  if (filled.length !== rows.length) return;
  for (const [nth, { ref, dict }] of rows.entries()) completeRow(pdf, ref, dict, filled[nth] ?? []);
}

/** The rows of a table, or of its head, body or foot. */
const rowsIn = (pdf: PDFDocument, part: PDFDict): { ref: PDFRef; dict: PDFDict }[] =>
  kidsOf(part).flatMap((ref) => {
    const dict = pdf.context.lookup(ref);
    if (!(ref instanceof PDFRef && dict instanceof PDFDict)) return [];
    if (typeOf(dict) === 'TR') return [{ ref, dict }];
    return /^T(?:Head|Body|Foot)$/.test(typeOf(dict) ?? '') ? rowsIn(pdf, dict) : [];
  });

function completeRow(pdf: PDFDocument, ref: PDFRef, dict: PDFDict, cells: readonly Cell[]): void {
  const kids = kidsOf(dict);
  if (kids.length === cells.length || kids.length !== cells.filter(({ isEmpty }) => !isEmpty).length) return;
  const whole = cells.map(({ isEmpty, columns, rows }) => {
    const span = { O: 'Table', RowSpan: rows, ColSpan: columns };
    return isEmpty ? pdf.context.register(pdf.context.obj({ Type: 'StructElem', S: 'TD', P: ref, A: span })) : kids.shift();
  });
  dict.set(PDFName.of('K'), pdf.context.obj(whole));
}
