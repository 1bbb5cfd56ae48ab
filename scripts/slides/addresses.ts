/** An address as a browser reads it: without control characters and spaces around, and without line ends and tabs inside. */
const asRead = (address: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a browser drops is what must be dropped here
  address.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$|[\t\n\r]+/g, '');

/** True for what a reader may follow: the web, a letter, a place in the deck. */
export const isLink = (address: string) => /^(?:https?:\/\/[^/\\]|mailto:|#)/i.test(asRead(address));

/** True for what is in the page already: one of its own parts, a raster picture or a font as a data URI. */
export const isInPage = (address: string) =>
  /^(?:#|data:image\/(?:png|jpe?g|gif|webp|avif)[;,]|data:(?:font\/[\w.+-]+|application\/(?:x-)?font-[\w.+-]+)[;,])/i.test(asRead(address));

/** The SVG that a data URI holds; undefined when it holds none, an empty text when it cannot be read. */
export function svgOf(address: string): string | undefined {
  const [, encoding = '', data = ''] = /^data:image\/svg\+xml\s*((?:;[^,]*)?),([\s\S]*)$/i.exec(asRead(address)) ?? [];
  if (!/^data:image\/svg\+xml/i.test(asRead(address))) return undefined;
  try {
    const text = decodeURIComponent(data);
    return /;\s*base64\s*$/i.test(encoding) ? Buffer.from(text, 'base64').toString('utf8') : text;
  } catch {
    return '';
  }
}
