/** A problem as a page shows it. It belongs to some slides (from 1), or to all where none is named. */
export interface ShownProblem {
  place: string;
  reason: string;
  fix: string;
  slides: readonly number[];
}

/** The look of a box that leaves its slide or looks wrong on it, and what lays out slides while they are measured. */
export const overlayStyle = `
[data-preview-overflow]{outline:4px solid #d4380d!important;outline-offset:-4px;background-color:rgba(212,56,13,.12)!important}
rect[data-preview-finding]{fill:none;stroke:#d4380d;stroke-width:4px;pointer-events:none}
[data-preview-measures] svg.bespoke-marp-slide,svg[data-preview-measured]{content-visibility:visible!important}
svg[data-preview-measured] [data-bespoke-marp-fragment=inactive]{visibility:visible!important}`;

export interface Overlay {
  /** Shows the problems of a slide, and how many there are elsewhere. */
  show(problems: readonly ShownProblem[], slide: number): void;
  /** Shows a line for a moment. */
  say(text: string): void;
}

/** Runs in the page: makes the panel over the slides. It stands in a shadow, so that no theme reaches it. */
export function makeOverlay(go: (slide: number) => void, ask: (place: string) => void): Overlay {
  const host = document.body.appendChild(document.createElement('div'));
  host.id = 'tieout-preview';
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML = `<style>
    :host{all:initial}
    div{position:fixed;z-index:200;left:16px;right:16px;top:16px;max-height:60vh;overflow:auto;box-sizing:border-box;padding:12px 20px;border-left:6px solid #d4380d;background:#fffdf9;color:#1c1a17;font:16px/1.5 system-ui,sans-serif;box-shadow:0 2px 16px #0005}
    div:empty,div[hidden],p:empty{display:none}
    i{float:right;padding:0 4px;font:24px/1 system-ui,sans-serif;cursor:pointer}
    article+article{margin-top:10px;border-top:1px solid #ddd;padding-top:10px}
    b{font-weight:600}
    button{display:block;padding:0;border:0;background:none;color:#a02a08;font:14px/1.5 ui-monospace,Consolas,monospace;cursor:pointer;text-align:left}
    nav button{display:inline-block;margin-right:18px}
    span{display:block;color:#5d5850}
    p{position:fixed;z-index:201;left:16px;bottom:16px;margin:0;padding:6px 14px;background:#1c1a17;color:#fff;font:14px/1.5 ui-monospace,Consolas,monospace}
  </style><div role="alert"></div><p role="status"></p>`;
  const panel = root.querySelector('div') as HTMLElement;
  const line = root.querySelector('p') as HTMLElement;
  let timer: number | undefined;
  let last = '';

  const add = (parent: HTMLElement, name: string, text: string) => {
    const child = parent.appendChild(document.createElement(name));
    child.textContent = text;
    return child;
  };

  const show = (problems: readonly ShownProblem[], slide: number) => {
    const now = JSON.stringify([problems, slide]);
    if (now === last) return;
    last = now;
    panel.hidden = false;
    panel.replaceChildren();
    if (problems.length === 0) return;
    add(panel, 'i', '×').onclick = () => {
      panel.hidden = true;
    };
    const here = problems.filter(({ slides }) => slides.length === 0 || slides.includes(slide));
    for (const { place, reason, fix } of here) {
      const article = panel.appendChild(document.createElement('article'));
      add(article, 'button', place).onclick = () => ask(place);
      add(article, 'b', reason);
      add(article, 'span', fix);
    }
    const elsewhere = [...new Set(problems.filter((each) => !here.includes(each)).flatMap(({ slides }) => slides.slice(0, 1)))];
    const others = panel.appendChild(document.createElement('nav'));
    for (const each of elsewhere) add(others, 'button', `problem on slide ${each}`).onclick = () => go(each);
  };

  const say = (text: string) => {
    line.textContent = text;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => line.replaceChildren(), 3000);
  };

  return { show, say };
}
