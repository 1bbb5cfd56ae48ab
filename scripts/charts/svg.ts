/** Escapes text for XML. */
export const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * Makes Vega's SVG fit to stand in a page: ids of its own (`prefix` and a count), the role of a picture with a
 * description of the whole and none of its marks, coordinates of two decimals, and no hidden text, which would be found
 * when the page is searched.
 * The description is plain text and may hold marks.
 */
export function finishSvg(svg: string, prefix: string, description: string): string {
  const ids = new Map<string, string>();
  const own = (id: string) => ids.get(id) ?? (ids.set(id, `${prefix}-${ids.size + 1}`).get(id) as string);
  return svg
    .replace(/<text [^>]*\bopacity="0"[^>]*>[\s\S]*?<\/text>/g, '')
    .replace(/<[^>]+>/g, (tag) => rounded(withOwnIds(withoutAria(tag), own)))
    .replace(
      /^<svg[^>]*>/,
      (tag) => `${tag.slice(0, -1).replace(/ class="marks"/, '')} role="img" aria-label="${escapeXml(description)}">`,
    );
}

/** The words of a mark for screen readers are read by no check: the description of the chart stands for all. */
const withoutAria = (tag: string) => tag.replace(/ aria-(?:label|roledescription|description)="(?!\w+ mark container")[^"]*"/g, '');

/** Vega counts ids over all charts of a process; here each chart counts its own, so its bytes do not depend on the others. */
function withOwnIds(tag: string, own: (id: string) => string): string {
  return tag
    .replace(/\bid="([^"]+)"/g, (_, id: string) => `id="${own(id)}"`)
    .replace(/url\(#([^)]+)\)/g, (_, id: string) => `url(#${own(id)})`)
    .replace(/href="#([^"]+)"/g, (_, id: string) => `href="#${own(id)}"`);
}

function rounded(tag: string): string {
  return tag.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100));
}
