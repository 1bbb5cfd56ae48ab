import type { DeckRecord, Figure, RecordTable } from '../record/schema.ts';
import { recordElement } from '../record/schema.ts';

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
  },
};

/** Every character that a card may show beside the figures themselves. */
export const cardText = (record: DeckRecord, language: string) => JSON.stringify([words[language as keyof typeof words], record.tables]);

/** The look of figures that can be asked, and of the card that answers. */
export const cardStyle = `
.tie{cursor:help}
.tie:focus-visible{outline:2px solid currentColor;outline-offset:2px}
.untied{text-decoration:underline wavy #c4341a 1px;text-underline-offset:.2em}
.tieout-marks data.tie{text-decoration:underline dotted 2px;text-underline-offset:.2em}
.tieout-marks tspan.tie{text-decoration:underline}
#tieout-card{position:fixed;z-index:100;left:50%;bottom:24px;transform:translateX(-50%);box-sizing:border-box;width:min(760px,calc(100vw - 32px));max-height:calc(100vh - 48px);overflow:auto;padding:20px 24px;border:1px solid #1c1a17;background:#fff;color:#1c1a17;font:16px/1.5 "Noto Sans TC",sans-serif}
#tieout-card h2{margin:0 40px 8px 0;font-size:22px;line-height:1.3}
#tieout-card dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0}
#tieout-card dt{color:#5d5850}
#tieout-card dd{margin:0;overflow-wrap:anywhere}
#tieout-card pre{margin:0;max-height:8.5em;overflow:auto;white-space:pre-wrap;font:14px/1.45 ui-monospace,Consolas,monospace}
#tieout-card button{position:absolute;top:14px;right:16px;width:36px;height:36px;border:0;background:none;color:inherit;font-size:24px;line-height:1;cursor:pointer}
body .bespoke-progress-parent .bespoke-progress-bar{background:#6b665e!important}
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
  if (document.body.dataset.bespokeView === 'next') return;
  let text = '';
  let figures = new Map<string, Figure>();
  let tables = new Map<string, RecordTable>();
  let card: HTMLElement | undefined;
  let origin: HTMLElement | undefined;

  for (const tie of document.querySelectorAll('.tie')) {
    tie.setAttribute('tabindex', '0');
    tie.setAttribute('role', 'button');
    tie.setAttribute('aria-haspopup', 'dialog');
  }

  const carried = () => document.querySelector(`script#${element}`)?.textContent ?? '';

  /** Unpacks the record; again where it is another one, as in a preview. */
  const readRecord = async () => {
    const packed = carried();
    const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
    const json = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))).text();
    const { record } = JSON.parse(json) as { record: DeckRecord };
    tables = new Map(record.tables.map((each) => [each.name, each]));
    figures = new Map(record.figures.map((each) => [String(each.id), each]));
    text = packed;
  };
  void readRecord();

  const datasets = (name: string): RecordTable[] => {
    const table = tables.get(name);
    if (!table) return [];
    return table.kind === 'dataset' ? [table] : [...new Set(table.reads.flatMap(datasets))];
  };

  /** All digits of a value, grouped where it is a quantity and not a year. */
  const rawValue = ({ value, shown }: Figure) => {
    const [, whole = '', rest = ''] = /^(-?\d+)((?:\.\d+)?)$/.exec(String(value)) ?? [];
    if (whole === '' || shown === undefined) return String(value);
    return `${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}${rest}`;
  };

  const facts = (figure: Figure): [string, string | undefined][] => {
    const table = tables.get(figure.table);
    const field = table?.fields[figure.field];
    const under = field?.datasets ? field.datasets.flatMap((name) => tables.get(name) ?? []) : datasets(figure.table);
    return [
      [own.value, rawValue(figure)],
      [own.unit, figure.unit],
      [own.table, table && `${table.title} (${table.file})`],
      [own.key, figure.key],
      [own.field, field?.title ? `${field.title} (${figure.field})` : figure.field],
      [own.formula, field?.formula],
      [own.query, table?.query],
      [own.datasets, table?.kind === 'model' ? under.map((each) => each.file).join(', ') : undefined],
      [own.source, [...new Set(under.flatMap((each) => each.sources))].join('; ')],
      [own.place, figure.place],
      [
        own.asOf,
        under
          .map((each) => each.asOf)
          .sort()
          .at(-1),
      ],
    ];
  };

  const close = () => {
    card?.remove();
    card = undefined;
    origin?.focus({ preventScroll: true });
  };

  const add = (parent: HTMLElement, name: string, text: string) => {
    const child = parent.appendChild(document.createElement(name));
    child.textContent = text;
    return child;
  };

  const open = (tie: HTMLElement) => {
    if (text !== carried()) {
      void readRecord().then(() => open(tie));
      return;
    }
    const figure = figures.get(tie.dataset.tie ?? '');
    if (!figure) return;
    card?.remove();
    origin = tie;
    card = document.body.appendChild(document.createElement('div'));
    card.id = 'tieout-card';
    card.setAttribute('role', 'dialog');
    card.setAttribute('aria-label', own.card);
    card.tabIndex = -1;
    add(card, 'h2', figure.text);
    const list = add(card, 'dl', '');
    for (const [name, text] of facts(figure)) {
      if (!text) continue;
      add(list, 'dt', name);
      const cell = add(list, 'dd', '');
      if (name === own.query) add(cell, 'pre', text);
      else cell.textContent = text;
    }
    const button = add(card, 'button', '×');
    button.setAttribute('aria-label', own.close);
    button.onclick = close;
    card.focus({ preventScroll: true });
  };

  const take = (event: Event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const tie = target.closest?.<HTMLElement>('.tie');
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (card && event.key === 'Escape') {
      take(event);
      close();
    } else if (tie && (event.key === 'Enter' || event.key === ' ')) {
      take(event);
      open(tie);
    } else if (plain && event.key.toLowerCase() === 't') {
      take(event);
      document.documentElement.classList.toggle('tieout-marks');
    } else if (card?.contains(target) && event.key !== 'Tab') event.stopImmediatePropagation();
  };

  const onClick = (event: Event) => {
    const target = event.target as HTMLElement;
    const tie = target.closest?.<HTMLElement>('.tie');
    if (card?.contains(target) || (!tie && !card)) return;
    take(event);
    if (tie) open(tie);
    else close();
  };

  window.addEventListener('keydown', onKey, true);
  window.addEventListener('click', onClick, true);
}
