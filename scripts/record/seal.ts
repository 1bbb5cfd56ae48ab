import { hashOf } from './schema.ts';

const empty = '0'.repeat(16);
const tag = (seal: string) => `<meta name="tieout:page" content="${seal}">`;

/** The element in which an HTML deck says the hash of its own bytes; it stands once in the head. */
export const openSeal = tag(empty);

/** Writes the hash of an HTML deck into its seal. */
export const sealHtml = (html: string) => html.replace(openSeal, () => tag(sealOf(html)));

/** True where an HTML deck is what it was when it was sealed; line ends aside. Undefined where it has no seal, as before there were any. */
export function isSealed(html: string, seal: string | undefined): boolean | undefined {
  if (seal === undefined) return undefined;
  return sealOf(html.replace(tag(seal), () => openSeal)) === seal;
}

const sealOf = (html: string) => hashOf(html.replaceAll('\r\n', '\n'));
