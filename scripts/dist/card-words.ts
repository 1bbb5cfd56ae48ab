/** The words of the card in one language. In braces stand the parts that it puts in. */
export interface CardWords {
  value: string;
  unit: string;
  table: string;
  key: string;
  field: string;
  formula: string;
  query: string;
  datasets: string;
  source: string;
  place: string;
  file: string;
  line: string;
  asOf: string;
  fetched: string;
  close: string;
  card: string;
  row: string;
  rows: string;
  computed: string;
  matching: string;
  first: string;
  data: string;
  join: string;
  among: string;
  /** What the parts of the presenter view are called. */
  parts: Record<'next' | 'note-container' | 'info-container', string>;
  /** What units are called; others stand as the data package writes them. */
  units: Record<string, string>;
}

const languages: Record<string, CardWords> = {
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
    file: '檔案',
    line: '第{line}行',
    asOf: '截至',
    fetched: '擷取時間',
    close: '關閉',
    card: '數字來源',
    row: '整列資料',
    rows: '資料列',
    computed: '計算自',
    matching: '{by}：{count}列中的{shown}列',
    first: '{count}列中的{shown}列',
    data: '圖表資料：{title}',
    join: '、',
    among: '{names}等{count}個',
    parts: { next: '下一頁', 'note-container': '講者備註', 'info-container': '頁次與時間' },
    units: {
      'USD bn': '十億美元',
      'USD tn': '兆美元',
      'USD m': '百萬美元',
      USD: '美元',
      share: '比例',
      x: '倍',
      count: '個',
      months: '月',
      years: '年',
      days: '天',
      points: '百分點',
      rank: '名次',
    },
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
    file: 'File',
    line: 'line {line}',
    asOf: 'As of',
    fetched: 'Fetched',
    close: 'Close',
    card: 'Where this figure comes from',
    row: 'The whole row',
    rows: 'Rows',
    computed: 'Computed from',
    matching: '{by}: {shown} of {count} rows',
    first: '{shown} of {count} rows',
    data: 'Data of the chart: {title}',
    join: '; ',
    among: '{names} and others, {count} in all',
    parts: { next: 'Next slide', 'note-container': 'Presenter notes', 'info-container': 'Page and time' },
    units: {},
  },
};

/** The words of the card in a language. */
export const cardWords = (language: string): CardWords => languages[language] ?? (languages.en as CardWords);
