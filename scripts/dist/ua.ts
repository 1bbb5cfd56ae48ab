import {
  PDFArray,
  PDFBool,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from './pdf-lib.ts';
import { attributesOf, elementsOf, kidsOf, parentsIn, type StructElement, standardTypes, typeOf } from './structure.ts';
import { markFaults, tieFaults } from './ua-content.ts';
import { listParts, nestingFaults, rowFaults, tableParts } from './ua-nesting.ts';

const name = PDFName.of;

/** A clause of PDF/UA-1 (ISO 14289-1) that can be checked, how, and what is wrong with a file. */
interface Clause {
  clause: string;
  holds: string;
  check: (pdf: PDFDocument) => string[];
}

const of = (type: string, elements: readonly StructElement[]) => elements.filter((each) => each.type === type);
const text = (value: unknown) => (value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : '');
const faultIf = (isWrong: boolean, fault: string) => (isWrong ? [fault] : []);

/** The objects of a file that are dictionaries of a kind. */
const dictsOf = (pdf: PDFDocument, isMeant: (dict: PDFDict) => boolean) =>
  pdf.context.enumerateIndirectObjects().flatMap(([ref, each]) => (each instanceof PDFDict && isMeant(each) ? [{ ref, dict: each }] : []));

/** What is wrong with a link as one of the structure: its element is named by the tree of parents, and names it. */
function linkFaults(pdf: PDFDocument, ref: PDFObject, link: PDFDict): string[] {
  const key = link.lookup(name('StructParent'));
  const element = key instanceof PDFNumber ? pdf.context.lookup(parentsIn(pdf).get(key.asNumber())) : undefined;
  if (!(element instanceof PDFDict)) return ['a link outside of the structure'];
  const isNamed = kidsOf(element).some((kid) => {
    const each = pdf.context.lookup(kid);
    return each instanceof PDFDict && each.get(name('Type')) === name('OBJR') && each.get(name('Obj')) === ref;
  });
  return [
    ...faultIf(typeOf(element) !== 'Link', 'a link in an element of another kind'),
    ...faultIf(!isNamed, 'a link that its element does not name'),
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
    holds: 'the file is tagged, its title is shown, and all that is drawn is tagged or an artifact; rules and grounds are artifacts',
    check: (pdf) => {
      const marked = pdf.catalog.lookupMaybe(name('MarkInfo'), PDFDict)?.lookup(name('Marked'));
      const title = pdf.catalog.lookupMaybe(name('ViewerPreferences'), PDFDict)?.lookup(name('DisplayDocTitle'));
      return [
        ...faultIf(marked !== PDFBool.True, 'not marked'),
        ...faultIf(title !== PDFBool.True, 'the title is not shown'),
        ...markFaults(pdf),
      ];
    },
  },
  {
    clause: '7.1',
    holds: 'content and its element lead to each other',
    check: tieFaults,
  },
  {
    clause: '7.1',
    holds: 'types that are not standard are mapped to such',
    check: (pdf) => {
      const roles = pdf.catalog.lookupMaybe(name('StructTreeRoot'), PDFDict)?.lookupMaybe(name('RoleMap'), PDFDict);
      const types = new Set(elementsOf(pdf).map(({ type }) => type));
      const strange = [...types].filter((type) => !standardTypes.has(type) && !roles?.has(name(type)));
      return strange.map((type) => `the type ${type} is unknown`);
    },
  },
  {
    clause: '7.2',
    holds: 'the file says its language',
    check: (pdf) => faultIf(text(pdf.catalog.lookup(name('Lang'))) === '', 'no language'),
  },
  {
    clause: '7.2',
    holds: 'parts of tables stand in each other as they may, and the rows of a table are of one width',
    check: (pdf) => [...nestingFaults(pdf, tableParts), ...rowFaults(pdf)],
  },
  {
    clause: '7.3',
    holds: 'a figure has words, and a place on its page',
    check: (pdf) =>
      of('Figure', elementsOf(pdf)).flatMap(({ dict }) => [
        ...faultIf(text(dict.lookup(name('Alt'))).trim() === '', 'a figure without words'),
        ...faultIf(!attributesOf(dict).some((each) => each.has(name('BBox'))), 'a figure without a place'),
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
        faultIf(!attributesOf(dict).some((each) => each.has(name('Scope'))), 'a header cell without a scope'),
      ),
  },
  {
    clause: '7.6',
    holds: 'lists are of items, and items of labels and bodies',
    check: (pdf) => nestingFaults(pdf, listParts),
  },
  {
    clause: '7.11',
    holds: 'attached files say what they are to the document, which lists them',
    check: (pdf) => {
      const listed = pdf.catalog.lookupMaybe(name('AF'), PDFArray)?.asArray() ?? [];
      return dictsOf(pdf, (dict) => dict.has(name('EF'))).flatMap(({ ref, dict }) => [
        ...faultIf(!dict.has(name('AFRelationship')), 'an attached file without its relation'),
        ...faultIf(text(dict.lookup(name('UF'))) === '' || text(dict.lookup(name('F'))) === '', 'an attached file without its name'),
        ...faultIf(!listed.includes(ref), 'an attached file that the document does not list'),
      ]);
    },
  },
  {
    clause: '7.18',
    holds: 'links are in the structure and it leads to them, say where they lead, and are reached in its order',
    check: (pdf) =>
      pdf.getPages().flatMap(({ node }) => {
        const annotations = node.Annots()?.asArray() ?? [];
        const tabs = node.lookupMaybe(name('Tabs'), PDFName)?.decodeText();
        return [
          ...faultIf(annotations.length > 0 && tabs !== 'S', 'a page whose links are not reached in the order of its structure'),
          ...annotations.flatMap((ref) => {
            const dict = pdf.context.lookup(ref, PDFDict);
            if (dict.get(name('Subtype')) !== name('Link')) return ['an annotation that is no link'];
            return [...faultIf(text(dict.lookup(name('Contents'))).trim() === '', 'a link without words'), ...linkFaults(pdf, ref, dict)];
          }),
        ];
      }),
  },
  {
    clause: '7.21',
    holds: 'fonts are embedded, and their characters known',
    check: (pdf) =>
      dictsOf(pdf, (dict) => dict.get(name('Type')) === name('Font')).flatMap(({ dict: font }) => {
        const subtype = font.lookupMaybe(name('Subtype'), PDFName)?.decodeText() ?? '';
        const isPart = subtype.startsWith('CIDFont');
        const descriptor = font.lookupMaybe(name('FontDescriptor'), PDFDict);
        const isEmbedded = ['FontFile', 'FontFile2', 'FontFile3'].some((key) => descriptor?.lookup(name(key)));
        return [
          ...faultIf(!isPart && !font.lookup(name('ToUnicode')), 'a font whose characters are not known'),
          // The one is a frame of another, the other holds its drawings itself.
          ...faultIf(subtype !== 'Type0' && subtype !== 'Type3' && !isEmbedded, 'a font that is not embedded'),
          ...faultIf(subtype === 'CIDFontType2' && !font.has(name('CIDToGIDMap')), 'a font whose glyphs are not known'),
        ];
      }),
  },
];

/** What is wrong with a PDF by the clauses of PDF/UA-1 that are checked; nothing where all hold. */
export const uaFaults = (pdf: PDFDocument): string[] =>
  clauses.flatMap(({ clause, check }) => [...new Set(check(pdf))].map((fault) => `${clause}: ${fault}`));
