import { remember } from '../remember.ts';
import { moneyUnit } from './formats.ts';
import { type Ledger, statesFigure, type Tie } from './ledger.ts';
import { periods, unitWords } from './unit-words.ts';
import { figure as F, type Reading, readApart, readingOf } from './visible.ts';

/** A unit, a scale or a sign typed beside a figure, by which a reader takes another number from it than its cell holds. */
export interface TypedUnit {
  tie: Tie;
  typed: string;
  side: 'before' | 'after';
  /** The filter that writes it, where the cell has that unit. */
  filter: 'percent' | 'times' | 'money' | undefined;
}

const money = 'USD|EUR|GBP|JPY|TWD|NTD|CNY|RMB|HKD|KRW|CHF|AUD|CAD|SGD|INR';
const chineseMoney = '美元|美金|新台幣|台幣|歐元|日圓|人民幣|港幣|港元';
/** The end of a word of letters. */
const wordEnd = "(?![\\p{sc=Latin}’'])";
/** A space that breaks no line. */
const s = '[^\\S\\n]*';

type Rule = Pick<TypedUnit, 'side'> & { pattern: RegExp; of?: 'share' | 'x' | 'money' | 'points' | 'period' };
const before = (source: string, of?: Rule['of']): Rule => ({
  side: 'before',
  pattern: new RegExp(`(${source})${F}`, 'dgu'),
  ...(of && { of }),
});
const after = (source: string, of?: Rule['of']): Rule => ({
  side: 'after',
  pattern: new RegExp(`${F}(${source})`, 'dgu'),
  ...(of && { of }),
});

/** What is refused beside a figure. Ranges (a–b), compounds (a-month) and ordinary nouns are not. */
const rules: readonly Rule[] = [
  before(`(?:(?:US|NT|HK|CN|NZ|[ACSR])?[$€£¥₩₹￥]|(?<![\\p{sc=Latin}])(?:${money})|${chineseMoney})${s}`, 'money'),
  before(`(?<![\\p{L}\\p{N}${F})\\]%'"’”]|<!-)[-−－–+＋±]`),
  before(`(?:(?<![\\p{L}])(?:[Mm]inus|[Nn]egative|[Pp]lus or minus)\\s|(?<![欺自抱擔肩背])負|零下)${s}`),
  before(`(?:[〇零一二三四五六七八九十百千]+|${F})分之${s}`),
  before('(?<!第[二三四五六七八九十百千]*)[二三四五六七八九十百千萬億兆](?<!十分|一百|老三)'),
  before('(?<![\\p{sc=Latin}])[xX]|×'),
  before(`(?<=\\|)${s}[(（](?=${F}[)）]${s}\\|)`),
  after(`${s}(?:[%％‰‱]|(?:percent|per\\s?cent|pct)(?![\\p{sc=Latin}])|趴)`, 'share'),
  after(`${s}(?:個?百分點|percentage\\spoints?|basis\\spoints?|(?:pp|bps?)(?![\\p{sc=Latin}]))`, 'points'),
  after(`-(?:fold|times|percent|per\\s?cent|thousand|million|billion|trillion|hundred|bps?|x)(?![\\p{sc=Latin}])`),
  after(`${s}(?:倍|[xX×](?![\\p{sc=Latin}]|${s}${F})|-?fold(?![\\p{sc=Latin}]))`, 'x'),
  after(
    `(?<!(?:mentioned|cited|named|appears?|appeared|occurs?|occurred|repeated|used|quoted|said|called|met|won|tested)\\s${F})${s}times(?![\\p{sc=Latin}]|\\s(?:a|per|each)\\s)`,
    'x',
  ),
  after(`${s}(?:${chineseMoney}|元(?![件素月旦老年宙])|塊錢|(?:dollars?|euros?|pounds?|yen|yuan|${money})(?![\\p{sc=Latin}]))`, 'money'),
  after(`${s}(?:[億萬兆千]|百(?![貨姓分度])|成(?![長為立本功績果員交熟就型份品])|折(?![價現舊合算損]))`, 'money'),
  after(`${s}(?:thousand|million|billion|trillion|hundred|dozen|[bmt]n|mln|mm|[kKmMbBtT])(?![\\p{L}’'.])`, 'money'),
  // Letters that stick to a figure change it; the ends of ordinals and of decades do not.
  after(
    '(?:(?!(?:s|st|nd|rd|th|am|pm)(?![\\p{sc=Latin}]))\\p{Ll}\\p{L}{0,2}|[KMBTXE]|[GMTk]Wh?|[KGTPM]B|[BTM]N|PP|BPS)(?![\\p{sc=Latin}])',
  ),
  after(`[年月天]半(?![年數導])|個半|點(?=[〇零一二三四五六七八九${F}])|[+＋](?!${s}${F})|°`),
  after(`${s}(?:${Object.values(periods).join('|')})(?![\\p{sc=Latin}])`, 'period'),
  after(`[.．,·]?(?=${F})`),
];

const rulesByLanguage = remember<readonly Rule[]>(20);

/** The rules of every deck and those for the words of a language. */
const rulesOf = (language: string) => rulesByLanguage(language, () => [...ownRules(language), ...rules]);

function ownRules(language: string): Rule[] {
  const words = unitWords[language.split('-')[0] ?? ''];
  if (!words) return [];
  const behind = (source: string) => `${s}(?:${source})${wordEnd}`;
  return [
    after(behind(words.points), 'points'),
    after(behind(words.share), 'share'),
    after(behind(words.money), 'money'),
    after(behind(words.multiple), 'x'),
  ];
}

const filters = { share: 'percent', x: 'times', money: 'money', points: undefined, period: undefined } as const;

/** The units that stand typed beside the figures of a text with marks, in the order of the text; a language has words of its own for them. */
export function typedUnits(text: string, ledger: Ledger, language: string): TypedUnit[] {
  const ties = new Map<number, Tie>();
  const plain = withFigures(text, ledger, ties, language);
  const found = new Map<string, TypedUnit & { at: number }>();
  for (const { text: read, at } of [readingOf(plain), readApart(plain)]) {
    for (const rule of rulesOf(language)) {
      for (const match of read.matchAll(rule.pattern)) {
        const place = at[match.index + (rule.side === 'before' ? (match[1] as string).length : 0)] as number;
        const unit = unitBeside(rule, match, ties.get(place), nextTie(read, at, match, ties));
        if (unit && ![...found.values()].some((each) => each.at === place && each.side === unit.side))
          found.set(`${place} ${unit.typed}`, { ...unit, at: place });
      }
    }
  }
  return [...found.values()].sort((a, b) => a.at - b.at).map(({ at: _, ...each }) => each);
}

/** A text in which a figure's mark is one character, known to `ties` by its place, and other marks are gone. */
function withFigures(text: string, ledger: Ledger, ties: Map<number, Tie>, language: string): string {
  let plain = '';
  for (const part of text.replaceAll(F, ' ').split(/(\uE000[\uE010-\uE019]+\uE001)/)) {
    let shown = part;
    ledger.resolve(part, (tie) => {
      const states = statesFigure(tie, language);
      if (states) ties.set(plain.length, tie);
      // What is a word stays one, so that letters beside it are no unit.
      shown = states ? F : '\uFFFD';
      return '';
    });
    plain += shown;
  }
  return plain;
}

/** The tie of the figure that follows a match. */
const nextTie = (read: string, at: readonly number[], match: RegExpMatchArray, ties: ReadonlyMap<number, Tie>) => {
  const next = (match.index as number) + match[0].length;
  return read[next] === F ? ties.get(at[next] as number) : undefined;
};

function unitBeside(rule: Rule, match: RegExpMatchArray, tie: Tie | undefined, next: Tie | undefined): TypedUnit | undefined {
  if (!tie) return undefined;
  const typed = (match[1] as string).trim();
  const { unit } = tie;
  const isNumber = typeof tie.value === 'number';
  if (rule.of === 'period' && !differs(typed, unit)) return undefined;
  // The dative of German: "seit 33 Monaten".
  if (typed === 'n' && rule.side === 'after' && /\p{Ll}e$/u.test(tie.text)) return undefined;
  if (rule.of === 'points' && /^(?:pp|bps?|points?|percentage points?|basis points?)$/.test(unit ?? '')) return undefined;
  // Two figures side by side read as one where digits meet.
  if (/^[.．,·]?$/.test(typed) && !(/[\d.]$/.test(tie.text) && /^\d/.test(next?.text ?? ''))) return undefined;
  if (!isNumber && rule.of === 'money' && rule.side === 'before') return undefined;
  const has =
    rule.of === 'money' ? moneyUnit(unit) : rule.of === 'share' ? unit === 'share' || unit === '%' : rule.of === 'x' && unit === 'x';
  return { tie, typed, side: rule.side, filter: has && rule.of ? filters[rule.of] : undefined };
}

/** True when a period is typed beside a figure of another one: months beside years. */
function differs(typed: string, unit: string | undefined): boolean {
  const own = /^(month|year|day|week|hour)s?$/.exec(unit ?? '')?.[1] as keyof typeof periods | undefined;
  return own !== undefined && !new RegExp(`^(?:${periods[own]})$`, 'u').test(typed);
}

/** Where in a source the `nth` figure stands that has `typed` beside it; undefined where Liquid has put it there. */
export function findTyped(source: string, { typed, side }: TypedUnit, nth: number): number | undefined {
  const places = [readingOf(source), readApart(source)].map((reading) => placesOf(reading, typed, side)).find((each) => each.length > 0);
  return places?.[Math.min(nth, places.length - 1)];
}

function placesOf({ text, at }: Reading, typed: string, side: TypedUnit['side']): number[] {
  const escaped = typed.replace(/[^\p{L}\p{N}]/gu, (char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`);
  const pattern = new RegExp(side === 'before' ? `${escaped}${s}(?=${F})` : `(?<=${F}${s})${escaped === '' ? `(?=${F})` : escaped}`, 'gu');
  return [...text.matchAll(pattern)].map((match) => at[match.index] as number);
}
