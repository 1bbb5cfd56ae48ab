import type { CDPSession, Protocol } from 'puppeteer-core';
import { inline } from '../record/read-html.ts';
import type { PageReading } from '../record/reading.ts';

type Snapshot = Protocol.DOMSnapshot.CaptureSnapshotResponse;

/**
 * Reads a print page as the browser has laid it out, slide by slide: text that styles, counters and lists make is
 * seen as drawn. `beside` of a slide holds what its styles and lists add.
 */
export const readLaidOut = async (page: CDPSession): Promise<PageReading[]> =>
  readSnapshot(await page.send('DOMSnapshot.captureSnapshot', { computedStyles: ['visibility'] }));

/** A node of the documents of a page: those of frames stand under the elements that hold them. */
interface Node {
  name: string;
  parent: Node | undefined;
}

function readSnapshot({ documents, strings }: Snapshot): PageReading[] {
  const nodes = linkNodes({ documents, strings });
  const slides = nodes[0]?.filter((each) => each.name === 'section' && each.parent?.name === 'body') ?? [];
  const pages = new Map(slides.map((slide) => [slide, { text: '', beside: [] as string[], alts: [] }]));
  documents.forEach(({ layout }, index) => {
    let block: Node | undefined;
    layout.text.forEach((string, at) => {
      const node = nodes[index]?.[layout.nodeIndex[at] as number];
      const isDrawn = string >= 0 && strings[layout.styles[at]?.[0] ?? -1] === 'visible';
      const text = isDrawn ? (strings[string] as string) : '';
      const page = node && text && pages.get(ancestor(node, (each) => pages.has(each)) as Node);
      if (!page) return;
      const added = ancestor(node, (each) => each.name.startsWith('::'));
      if (added || index > 0) {
        if (!isPlace(text, added, nodes[index] ?? [])) page.beside.push(text);
        return;
      }
      const own = ancestor(node, (each) => !inline.has(each.name));
      page.text += own === block ? text : `\n${text}`;
      block = own;
    });
  });
  return [...pages.values()];
}

/** The nodes of each document with their parents, names in lower case. */
function linkNodes({ documents, strings }: Snapshot): Node[][] {
  const linked = documents.map(({ nodes }) =>
    (nodes.nodeName ?? []).map((name): Node => ({ name: (strings[name] ?? '').toLowerCase(), parent: undefined })),
  );
  documents.forEach(({ nodes }, index) => {
    const own = linked[index] as Node[];
    nodes.parentIndex?.forEach((parent, at) => {
      if (parent >= 0) (own[at] as Node).parent = own[parent];
    });
    const frames = nodes.contentDocumentIndex;
    frames?.index.forEach((at, nth) => {
      const inner = linked[frames.value[nth] as number]?.[0];
      if (inner) inner.parent = own[at];
    });
  });
  return linked;
}

function ancestor(node: Node, is: (node: Node) => boolean): Node | undefined {
  for (let each: Node | undefined = node; each; each = each.parent) if (is(each)) return each;
  return undefined;
}

/** True for the number of a list item that is its place in the list: the browser counts it. */
function isPlace(text: string, marker: Node | undefined, nodes: readonly Node[]): boolean {
  const item = marker?.name === '::marker' ? marker.parent : undefined;
  if (!item || !/^\s*\d+[.)]?\s*$/.test(text)) return false;
  const items = nodes.filter((each) => each.name === 'li' && each.parent === item.parent);
  return items.indexOf(item) + 1 === Number.parseInt(text, 10);
}
