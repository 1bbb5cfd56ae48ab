import { hasMarks, isLiteral, type Ledger } from '../quotes/ledger.ts';

// biome-ignore lint/suspicious/noExplicitAny: markdown-it's tokens come untyped through Marp
type Any = any;

/** A formula that cannot be drawn as it stands: what is wrong, and what to do. */
export interface MathFault {
  /** Texts by which it is found in its source, the surest first. */
  seek: readonly string[];
  reason: string;
  fix: string;
}

/**
 * Draws formulas by Marp's MathJax as shapes, whichever library a deck names: they need no font, and are the same on
 * screen and in print. As shapes are not read, each formula says its TeX to screen readers and to the record, as a
 * name that holds numbers; cells are refused in it, for a figure must be read.
 */
export function drawMath(md: Any, ledger: Ledger): void {
  md.core.ruler.before('marp_math_directive', 'tieout_math', () => {
    delete md.marpit.lastGlobalDirectives?.math;
  });
  const said = new Map<string, string>();
  for (const [rule, isBlock] of [
    ['marp_math_inline', false],
    ['marp_math_block', true],
  ] as const) {
    const draw = md.renderer.rules[rule];
    md.renderer.rules[rule] = (tokens: Any[], index: number, options: Any, env: Any, self: Any) => {
      const token = tokens[index];
      const tex = ledger.resolve(token.content).trim();
      const svg = /<svg[\s\S]*<\/svg>/.exec(draw([{ ...token, content: tex }], 0, options, env, self))?.[0] ?? '';
      const fault = figureInMath(token.content, ledger) ?? faultOf(svg, tex);
      if (fault) env.formulas = [...(env.formulas ?? []), fault];
      const mark = said.get(tex) ?? ledger.literal(tex.replace(/\s+/g, ' '));
      said.set(tex, mark);
      const own = svg.replace(/ role="img" focusable="false"/, '').replace(/ data-[\w-]+="[^"]*"/g, '');
      const style = isBlock ? ' style="display:block;text-align:center;margin:0.6em 0"' : '';
      return `<span class="math" role="img" aria-label="${mark}"${style}>${own}</span>`;
    };
  }
}

function faultOf(svg: string, tex: string): MathFault | undefined {
  const error =
    /data-mjx-error="([^"]*)"/.exec(svg)?.[1] ?? (/data-mml-node="mtext" fill="red"/.test(svg) ? 'an unknown command' : undefined);
  if (error !== undefined) return { seek: [tex], reason: `the formula "${tex}" cannot be read: ${error}`, fix: 'mend its TeX' };
  if (/<text\b/.test(svg))
    return { seek: [tex], reason: `the formula "${tex}" holds a character that MathJax does not draw`, fix: 'write it beside the formula' };
  return undefined;
}

/** The fault of a formula in which cells stand; undefined when there are none. */
function figureInMath(tex: string, ledger: Ledger): MathFault | undefined {
  if (!hasMarks(tex)) return undefined;
  let figure: string | undefined;
  ledger.resolve(tex, (tie) => {
    if (!isLiteral(tie)) figure ??= tie.text;
    return '';
  });
  if (figure === undefined) return undefined;
  const reason = `the figure "${figure}" stands in a formula, which is drawn and not written`;
  return {
    seek: [tex.slice(0, tex.search(/\uE000/)).trimEnd(), '$'],
    reason,
    fix: 'put a letter in the formula, and write the figure beside it',
  };
}
