import { placeAt, type SourceFile } from '../files.ts';
import { type Problem, problem } from '../problems.ts';

const element =
  /<(?:img|image|use|script|link|iframe|video|audio|source|track|embed|object)\b[^>]*?\s(?:src|srcset|href|xlink:href|data|poster)\s*=\s*["']?\s*([^"'\s>]+)/gi;
const style = /\burl\(\s*["']?\s*([^"')\s]+)|@import\s+["']([^"']+)/gi;

/**
 * A problem for each address that a page with this text would fetch: in HTML elements and in styles.
 * A deck is one file; Markdown images are put into it, these are not.
 */
export function fetchProblems(file: SourceFile): Problem[] {
  const text = file.text.replace(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  return [element, style].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const address = (match[1] ?? match[2]) as string;
      if (/^(?:data:|#)/i.test(address)) return [];
      const place = placeAt(file, match.index + match[0].lastIndexOf(address));
      const reason = `the deck would fetch "${address}" when it is shown`;
      return [problem(place, 'outside-project', reason, 'show a picture as ![what it shows](path); leave everything else out')];
    }),
  );
}
