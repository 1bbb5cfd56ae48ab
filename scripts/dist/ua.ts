import { isGround, Marks } from './artifacts.ts';
import { knownOf } from './marked-content.ts';
import {
  PDFArray,
  PDFBool,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  PDFString,
} from './pdf-lib.ts';
import { contentsOf, elementsOf, parentsOf } from './structure.ts';

const name = PDFName.of;

/** A clause of PDF/UA-1 (ISO 14289-1) that can be checked, how, and what is wrong with a file. */
interface Clause {
  clause: string;
  holds: string;
  check: (pdf: PDFDocument) => string[];
}

type Elements = ReturnType<typeof elementsOf>;
const of = (type: string, elements: Elements) => elements.filter((each) => each.type === type);
const text = (value: unknown) => (value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : '');
const faultIf = (isWrong: boolean, fault: string) => (isWrong ? [fault] : []);

function kidTypes(pdf: PDFDocument, dict: PDFDict): string[] {
  const kids = dict.lookup(name('K'));
  const all = kids instanceof PDFArray ? kids.asArray() : kids === undefined ? [] : [dict.get(name('K'))];
  return all.map((kid) => {
    const each = kid instanceof PDFRef ? pdf.context.lookup(kid) : kid;
    return each instanceof PDFDict
      ? (each.lookupMaybe(name('S'), PDFName)?.decodeText() ?? each.lookupMaybe(name('Type'), PDFName)?.decodeText() ?? '')
      : 'content';
  });
}

const attributes = (dict: PDFDict): PDFDict[] => {
  const own = dict.lookup(name('A'));
  const all = own instanceof PDFArray ? own.asArray().map((_, index) => own.lookup(index)) : [own];
  return all.filter((each): each is PDFDict => each instanceof PDFDict);
};

/** What is wrong with how the contents of a page are marked. */
function markFaults(pdf: PDFDocument, page: PDFPage, number: number): string[] {
  const marks = contentsOf(pdf, page).map((each) => new Marks(each.text, knownOf(each, parentsOf(pdf, each.holder))));
  const count = (of: (each: Marks) => number) => marks.reduce((sum, each) => sum + of(each), 0);
  const loose = count((each) => each.loose.length + each.unpaired);
  const grounds = count(({ runs }) => runs.filter(isGround).length);
  return [
    ...faultIf(loose > 0, `page ${number} draws ${loose} things outside of its tags`),
    ...faultIf(grounds > 0, `page ${number} has ${grounds} rules or grounds within its tags`),
  ];
}

/** The clauses that are checked; CONTRIBUTING lists them with what no program can tell. */
export const clauses: readonly Clause[] = [
  {
    clause: '5',
    holds: 'XMP names the part of the standard',
    check: (pdf) => {
      const stream = pdf.catalog.lookup(name('Metadata'));
      const xmp =
        stream instanceof PDFRawStream || (stream as { getContents?: unknown })?.getContents
          ? Buffer.from((stream as PDFRawStream).getContents()).toString('utf8')
          : '';
      return [...faultIf(!/<pdfuaid:part>1</.test(xmp), 'no pdfuaid:part'), ...faultIf(!/<dc:title>/.test(xmp), 'no dc:title')];
    },
  },
  {
    clause: '7.1',
    holds: 'the file is tagged, its title is shown, and all that is drawn is tagged or an artifact',
    check: (pdf) => {
      const marked = pdf.catalog.lookupMaybe(name('MarkInfo'), PDFDict)?.lookup(name('Marked'));
      const title = pdf.catalog.lookupMaybe(name('ViewerPreferences'), PDFDict)?.lookup(name('DisplayDocTitle'));
      const loose = pdf.getPages().flatMap((page, index) => markFaults(pdf, page, index + 1));
      return [...faultIf(marked !== PDFBool.True, 'not marked'), ...faultIf(title !== PDFBool.True, 'the title is not shown'), ...loose];
    },
  },
  {
    clause: '7.1',
    holds: 'types that are not standard are mapped to such',
    check: (pdf) => {
      const roles = pdf.catalog.lookup(name('StructTreeRoot'), PDFDict).lookupMaybe(name('RoleMap'), PDFDict);
      const known = new Set(
        'Document Part Art Sect Div BlockQuote Caption NonStruct Private H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Code Link Annot Figure Formula Form'.split(
          ' ',
        ),
      );
      const strange = [...new Set(elementsOf(pdf).map(({ type }) => type))].filter((type) => !known.has(type) && !roles?.has(name(type)));
      return strange.map((type) => `the type ${type} is unknown`);
    },
  },
  {
    clause: '7.2',
    holds: 'the file says its language',
    check: (pdf) => faultIf(text(pdf.catalog.lookup(name('Lang'))) === '', 'no language'),
  },
  {
    clause: '7.3',
    holds: 'a figure has words, and a place on its page',
    check: (pdf) =>
      of('Figure', elementsOf(pdf)).flatMap(({ dict }) => [
        ...faultIf(text(dict.lookup(name('Alt'))).trim() === '', 'a figure without words'),
        ...faultIf(!attributes(dict).some((each) => each.has(name('BBox'))), 'a figure without a place'),
      ]),
  },
  {
    clause: '7.4.2',
    holds: 'headings begin at the first level, and leave none out',
    check: (pdf) => {
      const levels = elementsOf(pdf).flatMap(({ type }) => (/^H\d$/.test(type) ? [Number(type[1])] : []));
      return levels.flatMap((level, index) =>
        faultIf(level > (levels[index - 1] ?? 0) + 1, `a heading of level ${level} after ${levels[index - 1] ?? 'nothing'}`),
      );
    },
  },
  {
    clause: '7.5',
    holds: 'header cells of a table say what they head',
    check: (pdf) =>
      of('TH', elementsOf(pdf)).flatMap(({ dict }) =>
        faultIf(!attributes(dict).some((each) => each.has(name('Scope'))), 'a header cell without a scope'),
      ),
  },
  {
    clause: '7.6',
    holds: 'list items are labels and bodies',
    check: (pdf) =>
      of('LI', elementsOf(pdf)).flatMap(({ dict }) =>
        faultIf(
          kidTypes(pdf, dict).some((type) => type !== 'Lbl' && type !== 'LBody'),
          'a list item that is not a label and a body',
        ),
      ),
  },
  {
    clause: '7.11',
    holds: 'attached files say what they are to the document',
    check: (pdf) => {
      const files = pdf.context
        .enumerateIndirectObjects()
        .flatMap(([, each]) => (each instanceof PDFDict && each.has(name('EF')) ? [each] : []));
      return files.flatMap((file) =>
        faultIf(
          !file.has(name('AFRelationship')) || !file.has(name('UF')) || !file.has(name('F')),
          'an attached file without its relation',
        ),
      );
    },
  },
  {
    clause: '7.18',
    holds: 'links are in the structure, say where they lead, and are reached in its order',
    check: (pdf) =>
      pdf.getPages().flatMap(({ node }) => {
        const links = (node.Annots()?.asArray() ?? []).map((each) => pdf.context.lookup(each, PDFDict));
        const tabs = node.lookupMaybe(name('Tabs'), PDFName)?.decodeText();
        return [
          ...faultIf(links.length > 0 && tabs !== 'S', 'a page whose links are not reached in the order of its structure'),
          ...links.flatMap((link) => [
            ...faultIf(text(link.lookup(name('Contents'))) === '', 'a link without words'),
            ...faultIf(!(link.lookup(name('StructParent')) instanceof PDFNumber), 'a link outside of the structure'),
          ]),
        ];
      }),
  },
  {
    clause: '7.21',
    holds: 'fonts are embedded, and their characters known',
    check: (pdf) => {
      const fonts = pdf.context
        .enumerateIndirectObjects()
        .flatMap(([, each]) => (each instanceof PDFDict && each.get(name('Type')) === name('Font') ? [each] : []));
      return fonts.flatMap((font) => {
        const subtype = font.lookupMaybe(name('Subtype'), PDFName)?.decodeText() ?? '';
        if (subtype === 'Type0') return faultIf(!font.has(name('ToUnicode')), 'a font whose characters are not known');
        if (subtype === 'Type3') return faultIf(!font.has(name('ToUnicode')), 'a font whose characters are not known');
        const descriptor = font.lookupMaybe(name('FontDescriptor'), PDFDict);
        return faultIf(!['FontFile', 'FontFile2', 'FontFile3'].some((key) => descriptor?.has(name(key))), 'a font that is not embedded');
      });
    },
  },
];

/** What is wrong with a PDF by the clauses of PDF/UA-1 that are checked; nothing where all hold. */
export const uaFaults = (pdf: PDFDocument): string[] =>
  clauses.flatMap(({ clause, check }) => [...new Set(check(pdf))].map((fault) => `${clause}: ${fault}`));
