declare module 'subset-font' {
  /** Cuts a font down to the characters of `text`. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { targetFormat: 'truetype'; keepFeatures?: string[]; noHinting?: boolean },
  ): Promise<Buffer>;
}

declare module 'css-tree/tokenizer' {
  /** The kinds of tokens of CSS Syntax, by their names without hyphens. */
  export const tokenTypes: Record<
    'Ident' | 'Function' | 'AtKeyword' | 'String' | 'Url' | 'BadUrl' | 'Colon' | 'WhiteSpace' | 'Comment',
    number
  >;
  /** Tells of each token of a style sheet: its kind, and the offsets of its begin and its end. */
  export function tokenize(css: string, onToken: (type: number, start: number, end: number) => void): void;
}

declare module 'css-tree/utils' {
  interface Codec {
    /** A token's text as a browser reads it: without quotes or brackets, with its escapes resolved. */
    decode(raw: string): string;
  }
  export const ident: Codec;
  export const string: Codec;
  export const url: Codec;
}

declare module 'css-tree/parser' {
  interface List {
    first: CssNode | null;
    toArray(): CssNode[];
    [Symbol.iterator](): Iterator<CssNode>;
  }
  /** A node of a style sheet's tree; which members it has follows from its type. */
  export interface CssNode {
    type: string;
    name: string;
    property: string;
    value: CssNode;
    prelude: CssNode;
    block: CssNode;
    children: List | null;
  }
  export default function parse(css: string, options: { context?: string; parseValue?: boolean }): CssNode;
}

declare module 'css-tree/walker' {
  import type { CssNode } from 'css-tree/parser';
  /** Calls `enter` for each node of one type; `this` tells the nearest of the kinds of nodes around it. */
  export default function walk(
    tree: CssNode,
    options: { visit: string; enter(this: { atrule: CssNode | null; rule: CssNode | null }, node: CssNode): void },
  ): void;
}

declare module 'css-tree/generator' {
  import type { CssNode } from 'css-tree/parser';
  export default function generate(tree: CssNode): string;
}

declare module '*/compiled.mjs' {
  /** Runs a script with its compiled code kept in the folder `code`; gives what it exports. */
  export function runCompiled(file: string, code: string): unknown;
}
