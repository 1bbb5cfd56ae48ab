/** Escapes text for XML. */
export const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * Makes Vega's SVG fit to stand in a page: ids of its own (`prefix`), the role of a picture with a description,
 * and coordinates of two decimals. The description is plain text and may hold marks.
 */
export function finishSvg(svg: string, prefix: string, description: string): string {
  return svg
    .replace(/<[^>]+>/g, (tag) => rounded(withOwnIds(tag, prefix)))
    .replace(
      /^<svg[^>]*>/,
      (tag) => `${tag.slice(0, -1).replace(/ class="marks"/, '')} role="img" aria-label="${escapeXml(description)}">`,
    );
}

function withOwnIds(tag: string, prefix: string): string {
  return tag
    .replace(/\bid="([^"]+)"/g, `id="${prefix}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#${prefix}-$1)`)
    .replace(/href="#([^"]+)"/g, `href="#${prefix}-$1"`);
}

function rounded(tag: string): string {
  return tag.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100));
}
