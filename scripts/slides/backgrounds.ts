import { escapeXml } from '../charts/svg.ts';
import { decodeAddress } from '../files.ts';

// biome-ignore lint/suspicious/noExplicitAny: markdown-it's tokens come untyped through Marp
type Any = any;

/** One picture or chart behind a slide. */
interface Layer {
  /** A style of its own: the picture and its size. */
  style: string;
  alt: string;
  /** A chart, in place of a picture. */
  svg?: string;
}

interface Backdrop {
  layers: Layer[];
  direction: 'horizontal' | 'vertical';
  split?: { side: 'left' | 'right'; share: number };
}

/** True for a colour or a gradient in the place of a picture's address: CSS draws it. */
export const isPaint = (address: string) =>
  /^(?:#[\da-f]{3,8}|[a-z]+|(?:rgba?|hsla?|hwb|(?:ok)?(?:lab|lch)|(?:repeating-)?(?:linear|radial|conic)-gradient)\([^;{}"]*\))$/i.test(
    address,
  );

/**
 * Marp's backgrounds, `![bg](...)`, as one layer behind the text that is the same on screen and in print, where Marp
 * itself has two ways. A split leaves the slide the rest of its width, by a border that nothing is drawn on.
 * `directiveImage` gives the data URI of a picture that a directive names.
 */
export function showBackgrounds(md: Any, directiveImage: (path: string) => string | undefined): void {
  const styles = new Map<Any, string>();
  md.core.ruler.before('marpit_apply_background_image', 'tieout_backgrounds', (state: Any) => {
    let open: Any;
    for (const token of state.tokens) {
      if (token.type === 'marpit_slide_open') {
        open = token;
        const style = directiveStyle(open, directiveImage);
        if (style) styles.set(open, style);
      }
      for (const child of token.children ?? []) if (open && child.meta?.marpitImage?.background) collect(open, child);
    }
  });
  md.core.ruler.before('marpit_header_and_footer', 'tieout_layers', (state: Any) => {
    const result: Any[] = [];
    const width = Number(md.marpit.themeSet.getThemeProp(md.marpit.lastGlobalDirectives?.theme, 'widthPixel') ?? 1280);
    let open: Any;
    for (const token of state.tokens) {
      if (token.type === 'marpit_slide_open') {
        open = token;
        addStyle(open, styles.get(open));
      }
      const backdrop: Backdrop | undefined = open?.meta?.tieoutBackdrop;
      if (token.type === 'marpit_slide_close' && backdrop) {
        addStyle(open, frameStyle(backdrop, width));
        result.push(Object.assign(new state.Token('tieout_backdrop', 'div', 0), { content: writeBackdrop(backdrop, width) }));
      }
      result.push(token);
    }
    state.tokens = result;
    styles.clear();
  });
  md.renderer.rules.tieout_backdrop = (tokens: Any[], index: number) => tokens[index].content;
}

const addStyle = (open: Any, style: string | undefined) => {
  if (style) open.attrSet('style', `${open.attrGet('style') ?? ''}${style}`);
};

/** Takes the picture of a background directive out of Marp's hands, which would write its whole address three times. */
function directiveStyle(open: Any, directiveImage: (path: string) => string | undefined): string | undefined {
  const { backgroundImage, ...others } = open.meta?.marpitDirectives ?? {};
  const path = urlIn(String(backgroundImage ?? ''));
  const uri = path === undefined ? undefined : directiveImage(path);
  if (uri === undefined) return undefined;
  open.meta.marpitDirectives = others;
  const rest = {
    'background-position': others.backgroundPosition || 'center',
    'background-repeat': others.backgroundRepeat || 'no-repeat',
    'background-size': others.backgroundSize || 'cover',
  };
  const safe = Object.entries(rest).map(([name, value]) => `${name}:${String(value).replace(/[;{}"]/g, '')};`);
  return `background-image:url("${uri}");${safe.join('')}`;
}

/** The address in a style of one `url(...)`. */
export const urlIn = (style: string) => /^\s*url\(\s*(["']?)(.*?)\1\s*\)\s*$/.exec(style)?.[2];

function collect(open: Any, token: Any): void {
  const { url, backgroundDirection, backgroundSplit, backgroundSplitSize } = token.meta.marpitImage;
  const backdrop: Backdrop = open.meta?.tieoutBackdrop ?? { layers: [], direction: 'horizontal' };
  if (backgroundDirection) backdrop.direction = backgroundDirection;
  if (backgroundSplit)
    backdrop.split = { side: backgroundSplit, share: backgroundSplitSize ? Number.parseFloat(backgroundSplitSize) / 100 : 0.5 };
  if (url.trim() !== '') backdrop.layers.push(layerOf(token));
  open.meta = { ...open.meta, ...((backdrop.layers.length > 0 || backdrop.split) && { tieoutBackdrop: backdrop }) };
  token.type = 'tieout_background';
  token.meta.marpitImage = { ...token.meta.marpitImage, url: '' };
}

function layerOf(token: Any): Layer {
  const { url, filter, options, width, height, size, backgroundSize } = token.meta.marpitImage;
  const alt = options
    .flatMap((each: Any) => (each.consumed ? [] : [each.leading + each.content]))
    .join('')
    .trim();
  const filtered = filter ? `filter:${filter};` : '';
  const svg: string | undefined = token.meta.svg;
  if (svg) return { style: filtered, alt: alt || token.meta.chart.description, svg };
  const fitted = size ?? backgroundSize;
  const isSized = !['contain', 'cover'].includes(fitted) && (width || height);
  const wanted = isSized ? `${width ?? fitted ?? 'auto'} ${height ?? fitted ?? 'auto'}` : (fitted ?? 'cover');
  const paint = decodeAddress(url);
  const picture = `background-image:url("${url}");background-position:center;background-repeat:no-repeat;background-size:${wanted};`;
  return { style: `${isPaint(paint) ? `background:${paint};` : picture}${filtered}`, alt };
}

const splitPx = ({ split }: Backdrop, width: number) => Math.round((split?.share ?? 0) * width);

/** The style of a slide before its backdrop: the room that a split takes is its border. */
function frameStyle(backdrop: Backdrop, width: number): string {
  const room = backdrop.split ? `box-sizing:border-box;border-${backdrop.split.side}:${splitPx(backdrop, width)}px solid transparent;` : '';
  return `position:relative;z-index:0;overflow:visible;${room}`;
}

/** A chart behind a slide is shown whole, a little inside its place. */
const chartStyle = 'position:absolute;left:24px;top:24px;width:calc(100% - 48px);height:calc(100% - 48px);max-width:none';

function writeBackdrop(backdrop: Backdrop, width: number): string {
  const px = splitPx(backdrop, width);
  const place = backdrop.split ? `${backdrop.split.side}:${-px}px;width:${px}px;` : 'left:0;right:0;';
  const flow = backdrop.direction === 'vertical' ? 'column' : 'row';
  const layers = backdrop.layers.map(({ style, alt, svg }) => {
    const label = alt ? ` role="img" aria-label="${escapeXml(alt)}"` : '';
    const fill = 'flex:1;min-width:0;min-height:0;';
    if (svg === undefined) return `<div${label} style="${escapeXml(fill + style)}"></div>`;
    return `<div style="${escapeXml(`${fill}position:relative;${style}`)}">${withLook(svg, alt, chartStyle)}</div>`;
  });
  return `<div class="backdrop" style="position:absolute;z-index:-1;top:0;bottom:0;${place}display:flex;flex-direction:${flow};margin:0">${layers.join('')}</div>\n`;
}

/** An SVG with a description and a style of its own. */
export function withLook(svg: string, description: string, style?: string): string {
  const label = svg.replace(/ aria-label="[^"]*"/, () => ` aria-label="${escapeXml(description)}"`);
  return style ? label.replace(/^<svg/, () => `<svg style="${escapeXml(style)}"`) : label;
}
