/** The look of slides that flow as text, in a window too narrow for them. */
export const readingStyle = `
@media screen and (max-width:599px){
html.tieout-reading{text-size-adjust:100%;-webkit-text-size-adjust:100%}
.tieout-reading body[data-bespoke-view=""]{overflow:auto;height:auto;background:#fff}
.tieout-reading .bespoke-progress-parent,.tieout-reading .bespoke-marp-parent>.bespoke-marp-osc{display:none!important}
.tieout-reading .bespoke-marp-parent{position:static!important}
.tieout-reading svg.bespoke-marp-slide{position:static!important;display:block;width:100%!important;content-visibility:visible!important;opacity:1!important;z-index:0!important;pointer-events:auto!important;border-bottom:1px solid #8a857b}
.tieout-reading [data-bespoke-marp-fragment]{visibility:visible!important}
.tieout-reading svg[data-marpit-svg]>foreignObject{width:100%;height:100%}
.tieout-reading foreignObject:has(>section[data-marpit-advanced-background=pseudo]){display:none}
.tieout-reading foreignObject>section:not([data-marpit-advanced-background=background]){display:block!important;box-sizing:border-box!important;width:auto!important;height:auto!important;min-height:0!important;padding:28px 20px!important;font-size:17px!important;overflow:visible!important;columns:auto!important;container-type:inline-size!important}
.tieout-reading section::before,.tieout-reading section::after{display:none!important}
.tieout-reading section :is(div,ul,ol,dl,dt,dd,p,article,aside,figure,figcaption,blockquote,header,footer,h1,h2,h3,h4,h5,h6):not(svg[aria-label] *,.katex *,mjx-container *){position:static!important;display:block!important;box-sizing:border-box!important;float:none!important;width:auto!important;min-width:0!important;max-width:100%!important;height:auto!important;min-height:0!important;max-height:none!important;columns:auto!important;transform:none!important;margin:0 0 14px!important;overflow-wrap:anywhere}
.tieout-reading section div:not(.katex *,mjx-container *){padding-inline:0!important;border-inline-width:0!important}
.tieout-reading section :is(ul,ol){padding-inline-start:1.3em!important}
.tieout-reading section :is(strong,b,em,i,span,small,a,code,data,mark):not(svg[aria-label] *,.katex *,mjx-container *){position:static!important;float:none!important}
.tieout-reading section li{position:relative!important;padding:4px 0!important;border-width:0!important;float:none!important;width:auto!important;max-width:100%!important;height:auto!important;margin:0 0 10px!important;overflow-wrap:anywhere}
.tieout-reading section :is(ul,ol) li:not(:has(>strong:first-child)){display:list-item!important}
.tieout-reading section li:has(>strong:first-child){display:block!important}
.tieout-reading section :is(p,li,td,th,dd,dt,blockquote,figcaption,header,footer,pre,code){font-size:max(16px,1em)!important;line-height:1.6!important}
.tieout-reading section h1{font-size:27px!important;line-height:1.3!important}
.tieout-reading section h2{font-size:21px!important;line-height:1.35!important}
.tieout-reading section :is(h3,h4,h5,h6){font-size:18px!important;line-height:1.4!important}
.tieout-reading section svg[aria-label]{display:block!important;width:100%!important;max-width:none!important;height:auto!important}
.tieout-reading section img{max-width:100%!important;height:auto!important}
.tieout-reading section :is(table,pre){display:block!important;overflow:auto!important;max-width:100%!important;width:auto!important;margin:0 0 14px!important}
.tieout-reading .tieout-data{clip-path:none}
.tieout-reading .tieout-data>div{overflow:auto;box-sizing:border-box;max-height:17em;padding:0 20px 28px;border-top:1px solid #d9d5cc;font:16px/1.5 system-ui,sans-serif}
.tieout-reading .tieout-data table{width:max-content}
.tieout-reading .tieout-data caption{text-align:start;color:#5d5850;padding:6px 0}
.tieout-reading .tieout-data :is(th,td){padding:3px 14px 3px 0;text-align:start;vertical-align:top;font-weight:400;max-width:14em;border-bottom:1px solid #d9d5cc}
}`;

/**
 * Runs in the deck, in the browser: in a window too narrow for slides it lets them flow one below the other, as text to
 * be read and scrolled, and sets them back when the window is wide again. It uses nothing from outside itself.
 */
export function runReading(): void {
  if (document.body.dataset.bespokeView) return;
  const narrow = matchMedia('screen and (max-width:599px)');
  const slides = [...document.querySelectorAll<SVGSVGElement>('svg[data-marpit-svg]')];
  const frames = new Map(slides.map((slide) => [slide, slide.getAttribute('viewBox') ?? '']));

  /** Gives a slide the height of what stands in it. */
  const stretch = (slide: SVGSVGElement) => {
    let height = 0;
    for (const part of slide.querySelectorAll<SVGForeignObjectElement>(':scope>foreignObject')) {
      const content = part.firstElementChild as HTMLElement | null;
      const { marpitAdvancedBackground: layer = 'content' } = content?.dataset ?? {};
      if (!content || layer !== 'content') continue;
      const { offsetHeight: own } = content;
      part.style.y = `${height}px`;
      part.style.height = `${own}px`;
      height += own;
    }
    slide.style.height = `${height}px`;
  };
  const sizes = new ResizeObserver((entries) => {
    for (const slide of new Set(entries.map((each) => each.target.closest<SVGSVGElement>('svg[data-marpit-svg]'))))
      if (slide) stretch(slide);
  });
  // All slides are there to be read, not only the one that would be shown.
  const show = () => {
    for (const slide of slides) if (slide.hasAttribute('aria-hidden')) slide.removeAttribute('aria-hidden');
    for (const part of document.querySelectorAll('svg[data-marpit-svg]>foreignObject>*')) sizes.observe(part);
    for (const each of document.querySelectorAll(scrollers)) if (!each.hasAttribute('tabindex')) each.setAttribute('tabindex', '0');
  };
  const shown = new MutationObserver(show);
  const scrollers = '.bespoke-marp-slide :is(table,pre),.tieout-data>div';

  /** What is set larger than a phone is wide comes down to a size that fits; its style as it was. */
  const lowered = new Map<HTMLElement, string | null>();
  const most = 64;
  const lower = () => {
    for (const each of document.querySelectorAll<HTMLElement>('.bespoke-marp-slide section :not(svg[aria-label],svg[aria-label] *)')) {
      if (Number.parseFloat(getComputedStyle(each).fontSize) <= most) continue;
      lowered.set(each, each.getAttribute('style'));
      each.style.setProperty('font-size', `${most}px`, 'important');
    }
  };

  const flow = () => {
    document.documentElement.classList.add('tieout-reading');
    for (const slide of slides) {
      slide.removeAttribute('viewBox');
      shown.observe(slide, { attributeFilter: ['aria-hidden'], childList: true });
    }
    show();
    lower();
    slides.forEach(stretch);
    document.querySelector('.bespoke-marp-active')?.scrollIntoView();
  };
  const frame = () => {
    if (!document.documentElement.classList.contains('tieout-reading')) return;
    document.documentElement.classList.remove('tieout-reading');
    sizes.disconnect();
    shown.disconnect();
    for (const each of document.querySelectorAll(scrollers)) each.removeAttribute('tabindex');
    for (const [each, style] of lowered) each.setAttribute('style', style ?? '');
    lowered.clear();
    for (const slide of slides) {
      slide.setAttribute('viewBox', frames.get(slide) ?? '');
      slide.removeAttribute('style');
      if (!slide.matches('.bespoke-marp-active')) slide.setAttribute('aria-hidden', 'true');
      for (const part of slide.querySelectorAll(':scope>foreignObject')) part.removeAttribute('style');
    }
  };
  const update = () => (narrow.matches ? flow() : frame());
  narrow.addEventListener('change', update);
  window.addEventListener('beforeprint', frame);
  window.addEventListener('afterprint', update);
  update();

  /** Scrolling is the browser's here: what would move the slides does not hear of it. */
  const keep = (event: Event) => {
    const key = event instanceof KeyboardEvent ? event.key : '';
    if (narrow.matches && (!(event instanceof KeyboardEvent) || /^(?:Arrow\w+|Page\w+|Home|End| )$/.test(key)))
      event.stopImmediatePropagation();
  };
  for (const name of ['touchstart', 'touchmove', 'touchend', 'wheel', 'keydown'])
    window.addEventListener(name, keep, { capture: true, passive: true });
}
