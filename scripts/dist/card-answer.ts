import type { CardWords } from '../quotes/languages/words.ts';
import type { DeckRecord, Figure, RecordTable } from '../record/schema.ts';

/** What a card says, built in the page. */
export interface Answers {
  /** The facts of a figure, its row, and what it is computed from. */
  tell(figure: Figure): HTMLElement[];
  /** The data that a chart draws, as tables. */
  chartTables(chart: string): HTMLElement[];
}

/** Runs in the page: makes elements of what a record says of a figure. It uses nothing from outside itself. */
export function makeAnswers(record: DeckRecord, words: CardWords): Answers {
  type Row = NonNullable<RecordTable['sample']>[number];
  const tables = new Map(record.tables.map((each) => [each.name, each]));
  const shown = new Map(record.figures.map((each) => [[each.table, each.key, each.field].join('\n'), each.text]));

  const make = (name: string, content: (Node | string)[] | string = [], className = '') => {
    const element = document.createElement(name);
    element.append(...content);
    if (className) element.className = className;
    return element;
  };
  const fill = (text: string, parts: Record<string, string | number>) => text.replace(/\{(\w+)\}/g, (_, name) => String(parts[name]));
  const unitWord = (unit: string | undefined) => unit && (words.units[unit] ?? unit);

  const datasets = (name: string): RecordTable[] => {
    const table = tables.get(name);
    if (!table) return [];
    return table.kind === 'dataset' ? [table] : [...new Set(table.reads.flatMap(datasets))];
  };

  /** All digits of a value, grouped where it is a quantity and not a year. */
  const digits = (value: unknown, isQuantity: boolean) => {
    const [, whole = '', rest = ''] = /^(-?\d+)((?:\.\d+)?)$/.exec(String(value ?? '')) ?? [];
    if (whole === '' || !isQuantity) return String(value ?? '');
    return `${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}${rest}`;
  };

  /** A list of names, of a long one the first few. */
  const someOf = (names: string[]) =>
    names.length <= 5 ? names.join(words.join) : fill(words.among, { names: names.slice(0, 3).join(words.join), count: names.length });

  const titleOf = (table: RecordTable, name: string) => {
    const { title, unit } = table.fields[name] ?? {};
    return `${title ?? name}${unit ? ` (${unitWord(unit)})` : ''}`;
  };
  const cell = (table: RecordTable, row: Row, index: number) =>
    digits(row.cells[index], table.fields[table.columns?.[index] ?? '']?.unit !== undefined);
  const placeOf = (table: RecordTable, row: Row | undefined) =>
    row?.line ? `${table.file}, ${fill(words.line, { line: row.line })}` : table.file;

  const describe = (facts: [string, string | undefined][]) =>
    make(
      'dl',
      facts.filter(([, text]) => text).flatMap(([name, text]) => [make('dt', name), make('dd', text as string)]),
    );

  /** A row, field by field, with the cell that was asked about marked. */
  const rowList = (table: RecordTable, row: Row, field: string) =>
    make(
      'dl',
      (table.columns ?? []).flatMap((name, index) => {
        const text = cell(table, row, index);
        if (text === '') return [];
        return [make('dt', titleOf(table, name)), make('dd', name === field ? [make('mark', text)] : text)];
      }),
      'row',
    );

  /** Rows as a table; each is headed by its first cell. */
  const rowTable = (table: RecordTable, rows: Row[], caption: string, written = cell) => {
    const head = make(
      'tr',
      (table.columns ?? []).map((name) => {
        const th = make('th', titleOf(table, name));
        th.setAttribute('scope', 'col');
        return th;
      }),
    );
    const body = rows.map((row) =>
      make(
        'tr',
        row.cells.map((_, index) => {
          const one = make(index === 0 ? 'th' : 'td', written(table, row, index));
          if (index === 0) one.setAttribute('scope', 'row');
          return one;
        }),
      ),
    );
    return make('table', [make('caption', caption), make('thead', [head]), make('tbody', body)]);
  };

  /** A part that opens on demand; its content is made then. */
  const fold = (title: string, content: () => Node[]) => {
    const details = make('details', [make('summary', title)]);
    details.addEventListener('toggle', () => details.childElementCount === 1 && details.append(...content()), { once: true });
    return details;
  };

  /** The rows of a table that have the key fields of `row` in common with it; the first ones where none has. */
  const rowsFor = (table: RecordTable, from: RecordTable, row: Row | undefined): { rows: Row[]; by?: string } => {
    const sample = table.sample ?? [];
    const keys = (table.primaryKey ?? []).filter((name) => from.columns?.includes(name));
    const valueIn = (owner: RecordTable, each: Row, name: string) => each.cells[owner.columns?.indexOf(name) ?? -1];
    const same = row ? sample.filter((each) => keys.every((name) => valueIn(table, each, name) === valueIn(from, row, name))) : [];
    if (keys.length === 0 || same.length === 0) return { rows: sample };
    return { rows: same, by: keys.map((name) => `${titleOf(table, name)} = ${valueIn(table, same[0] as Row, name)}`).join(', ') };
  };

  const scroller = (content: Node[]) => {
    const box = make('div', content, 'scroll');
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', words.rows);
    return box;
  };

  /** A table under a model: its rows, the place in its source, and what it is computed from itself. */
  const under = (table: RecordTable, from: RecordTable, row: Row | undefined, allowed: string[] | undefined): HTMLElement =>
    fold(`${table.title} (${table.file})`, () => {
      const { rows, by } = rowsFor(table, from, row);
      const count = table.count ?? rows.length;
      const caption = by ? fill(words.matching, { by, shown: rows.length, count }) : fill(words.first, { shown: rows.length, count });
      const next = rows.length === 1 ? rows[0] : undefined;
      const facts: [string, string | undefined][] =
        table.kind === 'dataset'
          ? [
              [words.source, table.sources.join(words.join)],
              [words.file, placeOf(table, next)],
              [words.asOf, table.asOf],
            ]
          : [];
      return [
        describe(facts),
        ...(next ? [make('p', caption), rowList(table, next, '')] : rows.length > 0 ? [scroller([rowTable(table, rows, caption)])] : []),
        ...queryOf(table),
        ...stepsOf(table, next, allowed),
      ];
    });

  const queryOf = (table: RecordTable) => (table.query ? [fold(words.query, () => [make('pre', table.query ?? '')])] : []);

  /** The tables that a model reads, without those that have no part in the field. */
  const stepsOf = (table: RecordTable, row: Row | undefined, allowed: string[] | undefined): HTMLElement[] => {
    const reads = table.reads.flatMap((name) => tables.get(name) ?? []);
    const own = reads.filter((each) => !allowed?.length || datasets(each.name).some(({ name }) => allowed.includes(name)));
    if (own.length === 0) return [];
    return [make('h3', words.computed), ...own.map((each) => under(each, table, row, allowed))];
  };

  const tell = (figure: Figure): HTMLElement[] => {
    const table = tables.get(figure.table);
    const field = table?.fields[figure.field];
    const below = field?.datasets ? field.datasets.flatMap((name) => tables.get(name) ?? []) : datasets(figure.table);
    const row = table?.sample?.find(({ key }) => key === figure.key);
    const called = table?.rows?.[figure.key];
    const facts: [string, string | undefined][] = [
      [words.value, digits(figure.value, figure.shown !== undefined)],
      [words.unit, unitWord(figure.unit)],
      [words.field, field?.title ?? figure.field],
      [words.formula, field?.formula],
      [words.table, table && `${table.title} (${table.file})`],
      [words.key, called && called !== figure.key ? `${called} (${figure.key})` : figure.key],
      [words.place, figure.place],
      [words.file, table?.kind === 'dataset' && row ? placeOf(table, row) : undefined],
      [words.datasets, table?.kind === 'model' ? someOf(below.map((each) => each.title)) : undefined],
      [words.source, [...new Set(below.flatMap((each) => each.sources))].join(words.join)],
      [
        words.asOf,
        below
          .map((each) => each.asOf)
          .sort()
          .at(-1),
      ],
      [
        words.fetched,
        below
          .flatMap(({ snapshot }) => (snapshot ? [`${snapshot.taken.replace('T', ' ').replace('Z', ' UTC')}, ${snapshot.server}`] : []))
          .join(words.join),
      ],
    ];
    if (!table) return [describe(facts)];
    const neighbours = row && (table.columns?.length ?? 0) > 1 ? [fold(words.row, () => [rowList(table, row, figure.field)])] : [];
    return [describe(facts), ...neighbours, ...queryOf(table), ...stepsOf(table, row, field?.datasets)];
  };

  const chartTables = (name: string): HTMLElement[] => {
    const chart = record.charts.find((each) => each.name === name);
    const drawn = (chart?.tables ?? []).flatMap((each) => tables.get(each) ?? []).filter((each) => each.sample?.length);
    const asShown = (table: RecordTable, row: Row, index: number) =>
      shown.get([table.name, row.key, table.columns?.[index] ?? ''].join('\n')) ?? cell(table, row, index);
    return drawn.map((table) => {
      const rows = table.sample ?? [];
      const count = table.count ?? rows.length;
      const part = rows.length < count ? ` (${fill(words.first, { shown: rows.length, count })})` : '';
      return rowTable(table, rows, `${fill(words.data, { title: table.title })}${part}`, asShown);
    });
  };

  return { tell, chartTables };
}
