import { isGround, Marks } from './artifacts.ts';
import { knownOf } from './marked-content.ts';
import { PDFDict, type PDFDocument, PDFName, type PDFObject } from './pdf-lib.ts';
import { contentKidsOf, contentsOf, elementsOf, numbersIn, parentsIn, parentsOf, typeOf } from './structure.ts';

/** What pages draw that is neither tagged nor an artifact, or both. */
export function markFaults(pdf: PDFDocument): string[] {
  const parents = parentsIn(pdf);
  return pdf.getPages().flatMap((page, index) => {
    const marks = contentsOf(pdf, page).map((each) => new Marks(each.text, knownOf(each, parentsOf(pdf, each.holder, parents))));
    const count = (of: (each: Marks) => number) => marks.reduce((sum, each) => sum + of(each), 0);
    const loose = count((each) => each.loose.length + each.unpaired);
    const runs = marks.flatMap((each) => each.runs);
    const grounds = runs.filter(isGround).length;
    const mixed = runs.filter(
      ({ outer, mcid, isArtifact }) => outer && outer.isArtifact !== isArtifact && (isArtifact || mcid !== undefined),
    ).length;
    return [
      ...(loose > 0 ? [`page ${index + 1} draws ${loose} things outside of its tags`] : []),
      ...(grounds > 0 ? [`page ${index + 1} has ${grounds} rules or grounds within its tags`] : []),
      ...(mixed > 0 ? [`page ${index + 1} has ${mixed} artifacts within its tags, or tags within artifacts`] : []),
    ];
  });
}

/** Content that does not lead to an element in which it stands, and what leads to content that is not there. */
export function tieFaults(pdf: PDFDocument): string[] {
  const root = pdf.catalog.lookupMaybe(PDFName.of('StructTreeRoot'), PDFDict);
  if (!root) return ['no structure'];
  if (!root.has(PDFName.of('ParentTree'))) return ['no tree of parents'];
  const { drawn, led } = contentTold(pdf);
  const owners = ownersTold(pdf);
  return [
    ...[...drawn].flatMap((content) => {
      const element = led.get(content);
      const own = owners.get(content) ?? [];
      if (!element || typeOf(element) === undefined) return [`${content} leads to no element`];
      return own.length === 1 && own[0] === element ? [] : [`${content} does not stand in the element that it leads to`];
    }),
    ...[...led.keys()]
      .filter((content) => !drawn.has(content))
      .map((content) => `the tree of parents knows ${content}, which is not there`),
    ...[...owners.keys()].filter((content) => !drawn.has(content)).map((content) => `${content} stands in an element, and is not there`),
  ];
}

/** What a piece of content is called. */
function callContent(pdf: PDFDocument, page: PDFObject | undefined, form: PDFObject | undefined, mcid: number): string {
  const number = pdf.getPages().findIndex(({ ref }) => ref === page) + 1;
  return `content ${mcid} of ${form ? `the form ${form} on ` : ''}page ${number}`;
}

/** The content that pages and their forms draw, and the elements to which the tree of parents leads from it. */
function contentTold(pdf: PDFDocument): { drawn: Set<string>; led: Map<string, PDFDict> } {
  const [drawn, led] = [new Set<string>(), new Map<string, PDFDict>()];
  const parents = parentsIn(pdf);
  for (const page of pdf.getPages()) {
    const contents = contentsOf(pdf, page).map((each) => ({ ...each, numbers: numbersIn(each.text) }));
    for (const { holder, ref, numbers } of contents) {
      const form = holder === page.node ? undefined : ref;
      for (const mcid of numbers) drawn.add(callContent(pdf, page.ref, form, mcid));
      const elements = parentsOf(pdf, holder, parents);
      for (let mcid = 0; mcid < (elements?.size() ?? 0); mcid++) {
        const element = elements?.lookup(mcid);
        // The list of a page has what stands in its forms, too.
        const isElsewhere = !form && !numbers.has(mcid) && contents.some((each) => each.numbers.has(mcid));
        if (element instanceof PDFDict && !isElsewhere) led.set(callContent(pdf, page.ref, form, mcid), element);
      }
    }
  }
  return { drawn, led };
}

/** The elements in which content stands, as they tell. */
function ownersTold(pdf: PDFDocument): Map<string, PDFDict[]> {
  const owners = new Map<string, PDFDict[]>();
  for (const { dict } of elementsOf(pdf)) {
    for (const { page, form, mcid } of contentKidsOf(pdf, dict)) {
      const content = callContent(pdf, page, form, mcid);
      owners.set(content, [...(owners.get(content) ?? []), dict]);
    }
  }
  return owners;
}
