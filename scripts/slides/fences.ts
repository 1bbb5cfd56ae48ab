/** Stands for an opening brace of a fence, so that Liquid finds nothing there; typed by hand it would be a brace. */
const shield = '\uE0F1';

/** Fenced code, from its first line to its last. */
const fence = /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\1[`~]*[ \t]*$/gm;

/** A slide file at the same length whose fenced code Liquid leaves as it is, unless the fence itself says what is raw in it. */
export const shieldFences = (text: string) =>
  text.replace(fence, (code) => (/\{%-?\s*raw\b/.test(code) ? code : code.replaceAll('{', shield)));

/** The text with the braces of its fences back. */
export const unshield = (text: string) => text.replaceAll(shield, '{');
