import { recordElement } from '../record/carry.ts';

/** The words of the card, by language. */
const words = {
  'zh-Hant': {
    value: '原始值',
    unit: '單位',
    table: '資料表',
    key: '列',
    field: '欄位',
    formula: '公式',
    query: '查詢',
    datasets: '資料集',
    source: '來源',
    place: '文中位置',
    asOf: '截至',
    close: '關閉',
    card: '數字來源',
    help: 'T 顯示或隱藏數字標記',
  },
  en: {
    value: 'Raw value',
    unit: 'Unit',
    table: 'Table',
    key: 'Row',
    field: 'Field',
    formula: 'Formula',
    query: 'Query',
    datasets: 'Datasets',
    source: 'Source',
    place: 'Place',
    asOf: 'As of',
    close: 'Close',
    card: 'Where this figure comes from',
    help: 'T shows or hides the marks of figures',
  },
};

/** The look of figures that can be asked, and of the card that answers. */
export const cardStyle = `
.tie{cursor:help}
.tie:focus-visible{outline:2px solid currentColor;outline-offset:2px}
.tieout-marks data.tie{text-decoration:underline dotted 2px;text-underline-offset:.2em}
.tieout-marks tspan.tie{text-decoration:underline}
#tieout-card{position:fixed;z-index:100;left:50%;bottom:24px;transform:translateX(-50%);box-sizing:border-box;width:min(760px,calc(100vw - 32px));max-height:calc(100vh - 48px);overflow:auto;padding:20px 24px;border:1px solid #1c1a17;background:#fff;color:#1c1a17;font:16px/1.5 "Noto Sans TC",sans-serif}
#tieout-card h2{margin:0 40px 8px 0;font-size:22px;line-height:1.3}
#tieout-card dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0}
#tieout-card dt{color:#5d5850}
#tieout-card dd{margin:0;overflow-wrap:anywhere}
#tieout-card pre{margin:0;max-height:8.5em;overflow:auto;white-space:pre-wrap;font:14px/1.45 ui-monospace,Consolas,monospace}
#tieout-card button{position:absolute;top:14px;right:16px;width:36px;height:36px;border:0;background:none;color:inherit;font-size:24px;line-height:1;cursor:pointer}
body .bespoke-progress-parent .bespoke-progress-bar{background:#6b665e}
@media print{#tieout-card{display:none}}`;

/**
 * The script that shows a figure's card on click, Enter or Space, hides it on Escape or a click elsewhere, and
 * shows and hides all marks on T. It keeps its keys and clicks from the deck, so that presenting is not disturbed.
 */
export function cardScript(language: string): string {
  const own = words[language as keyof typeof words] ?? words.en;
  return `(${runCard.toString()})(${JSON.stringify(own)},${JSON.stringify(recordElement)});`;
}

type Words = (typeof words)['en'];

/** Runs in the deck, in the browser; it uses nothing from outside itself. */
function runCard(own: Words, element: string): void {
  // biome-ignore lint/suspicious/noExplicitAny: the types of a page are not those of this project
  const { document, window } = globalThis as any;
  if (document.body.dataset.bespokeView === 'next') return;
  const { record } = JSON.parse(document.getElementById(element).textContent);
  const figures = new Map(record.figures.map((each: { id: number }) => [each.id, each]));
  const tables = new Map(record.tables.map((each: { name: string }) => [each.name, each]));
  let card: any; // biome-ignore lint/suspicious/noExplicitAny: an element of the page
  let origin: any; // biome-ignore lint/suspicious/noExplicitAny: an element of the page

  for (const tie of document.querySelectorAll('.tie')) {
    tie.setAttribute('tabindex', '0');
    tie.setAttribute('role', 'button');
    tie.setAttribute('aria-haspopup', 'dialog');
  }

  // biome-ignore lint/suspicious/noExplicitAny: tables of the record
  const datasets = (name: string): any[] => {
    const table: any = tables.get(name); // biome-ignore lint/suspicious/noExplicitAny: a table of the record
    if (!table) return [];
    return table.kind === 'dataset' ? [table] : [...new Set(table.reads.flatMap(datasets))];
  };

  const close = () => {
    card?.remove();
    card = undefined;
    origin?.focus({ preventScroll: true });
  };

  // biome-ignore lint/suspicious/noExplicitAny: an element of the page
  const open = (tie: any) => {
    const figure: any = figures.get(Number(tie.dataset.tie)); // biome-ignore lint/suspicious/noExplicitAny: a figure of the record
    if (!figure) return;
    card?.remove();
    origin = tie;
    const table: any = tables.get(figure.table) ?? { fields: {}, sources: [] }; // biome-ignore lint/suspicious/noExplicitAny: a table of the record
    const under = datasets(figure.table);
    const rows: [string, string | undefined][] = [
      [own.value, String(figure.value)],
      [own.unit, figure.unit],
      [own.table, table.title ? `${table.title} (${table.file})` : undefined],
      [own.key, figure.key],
      [own.field, table.fields[figure.field]?.title ? `${table.fields[figure.field].title} (${figure.field})` : figure.field],
      [own.formula, table.fields[figure.field]?.formula],
      [own.query, table.query],
      [own.datasets, table.kind === 'model' ? under.map((each) => each.file).join(', ') : undefined],
      [own.source, [...new Set(under.flatMap((each) => each.sources))].join('; ')],
      [own.place, figure.place],
      [own.asOf, table.asOf],
    ];
    card = document.createElement('div');
    card.id = 'tieout-card';
    card.setAttribute('role', 'dialog');
    card.setAttribute('aria-label', own.card);
    card.tabIndex = -1;
    const title = card.appendChild(document.createElement('h2'));
    title.textContent = figure.text;
    const list = card.appendChild(document.createElement('dl'));
    for (const [name, text] of rows) {
      if (!text) continue;
      list.appendChild(document.createElement('dt')).textContent = name;
      const cell = list.appendChild(document.createElement('dd'));
      const inner = name === own.query ? cell.appendChild(document.createElement('pre')) : cell;
      inner.textContent = text;
    }
    const button = card.appendChild(document.createElement('button'));
    button.textContent = '×';
    button.setAttribute('aria-label', own.close);
    button.onclick = close;
    document.body.appendChild(card);
    card.focus({ preventScroll: true });
  };

  // biome-ignore lint/suspicious/noExplicitAny: an event of the page
  const take = (event: any) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // biome-ignore lint/suspicious/noExplicitAny: an event of the page
  const onKey = (event: any) => {
    const tie = event.target?.closest?.('.tie');
    if (card && event.key === 'Escape') {
      take(event);
      close();
    } else if (tie && (event.key === 'Enter' || event.key === ' ')) {
      take(event);
      open(tie);
    } else if ((event.key === 't' || event.key === 'T') && !event.ctrlKey && !event.metaKey && !event.altKey) {
      take(event);
      document.documentElement.classList.toggle('tieout-marks');
    } else if (card?.contains(event.target) && event.key !== 'Tab') event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', onKey, true);
  // biome-ignore lint/suspicious/noExplicitAny: an event of the page
  const onClick = (event: any) => {
    if (card?.contains(event.target)) return;
    const tie = event.target?.closest?.('.tie');
    if (!tie && !card) return;
    take(event);
    if (tie) open(tie);
    else close();
  };
  window.addEventListener('click', onClick, true);
}
