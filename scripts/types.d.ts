declare module 'subset-font' {
  /** Cuts a font down to the characters of `text`. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { targetFormat: 'truetype' | 'woff'; keepFeatures?: string[]; noHinting?: boolean },
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
