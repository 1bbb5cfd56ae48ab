import { exact, type Stated } from './stated.ts';

/** Plain and financial numerals, in both scripts. */
const numerals = '〇零一二三四五六七八九十百千萬億兆兩廿卅卌壹貳參肆伍陸柒捌玖拾佰仟貮弍叁两万亿';
/** Financial and short forms, and the simplified ones, as plain numerals. */
const plain: Record<string, string> = {
  ...Object.fromEntries([...'壹貳參肆伍陸柒捌玖拾佰仟'].map((char, index) => [char, '一二三四五六七八九十百千'[index] as string])),
  ...{ 零: '〇', 兩: '二', 两: '二', 貮: '二', 弍: '二', 叁: '三', 万: '萬', 亿: '億' },
};
const counters =
  '個半月|個月|星期|禮拜|小時|分鐘|公司|百分點|分點|基點|週年|周年|世紀|公斤|公噸|公里|公尺|公分|公頃|位數|倍|年|月|日|天|週|周|季|次|個|家|位|名|人|款|種|項|輪|筆|成|顆|瓦|國|條|張|頁|章|節|段|步|層|歲|美元|美金|歐元|日圓|新台幣|元|塊|億|亿|兆|萬|万|半|%|％|折|度|支|本|座|台|臺|輛|艘|架|部|套|份|組|批|類|點|大|間|檔|趴|噸|坪|畝|起|隻|頭|棟|戶|場|屆|期|句|篇|則|封|番|片|株|票|枚|粒|瓶|罐|盒|包|箱|杯|桶|股(?!份)|碼|代(?!表|碼|價|替|理)|星級|級|號|席|樓|回|桶|縣|市|州|省|區(?!別|分)|校|班|員|秒|夜|晚|成長|打(?=[\\p{P}\\s]|$)|門(?=課)|件|例|所(?!有|以|謂|得|在|長)|道(?!路|理)|路(?!由|徑)|群(?=人)';
const indefinite = new RegExp(`^一(?!年|倍|割|半|成|個半月|個月|季|天|週|月|日|小時|美元|分之|%|％|趴|折|點?[${numerals}])`, 'u');

/** What may stand inside a number and is not seen: spaces, emphasis, characters without width. */
const unseen = '[\\s*_~\u200B-\u200D\u2060]*';
const run = `[${numerals}]+(?:點[${numerals}]+)?`;
/** Not after 第, which makes an ordinal, and no 一 that points (同一年). */
const start = `(?<!第[${numerals}]*)(?<![同每某另前上下](?=一))`;
const digit = '一二三四五六七八九兩壹貳參肆伍陸柒捌玖两';

/** What in Chinese states a number. Every pattern comes with the flags g and u. */
export const chinesePatterns: readonly RegExp[] = [
  // Numerals before a counter.
  `${start}${run}[多餘幾來又]?半?${unseen}(?:${counters})`,
  `${start}[${numerals}百]+分之${unseen}${run}|百分百|百分之百`,
  // Numerals that count by themselves: 三千, 十五, 二〇二五, 三點五.
  `${start}[${digit}]+[十百千萬億兆拾佰仟万亿][${numerals}]*(?:點[${numerals}]+)?|${start}[十拾廿卅卌][${digit}][${numerals}]*|${start}[〇零${digit}]{3,}|${start}[${digit}零〇]點[${digit}零〇]+`,
  '(?<=[逾近約達破超滿過上增減升降至到剩僅共計為有只])(?:[十百千萬億兆]{1,3}|[二三四五六七八九兩])(?=[餘多]|[\\p{P}\\s]|$)',
  '一半|半成(?!品)|對半|減半|折半|半年|半天|半小時|半世紀|半個[世月]|半數|半價|半打|過半|[近逾大泰]半(?=[\\p{P}\\s數]|$)|雙倍|[翻加]倍|倍增|腰斬|對折|翻[一二兩三四五幾了]{0,3}番|[數幾][十百千萬億兆]+|[雙兩個單]位數|成倍|[一二三四五六七八九兩]+成(?=[\\p{P}\\s]|$)|打[一二三四五六七八九]{1,2}折',
].map((source) => new RegExp(source, 'gu'));

/** True for 一 that does not count: 一個, 一家. */
export const isIndefinite = (text: string) => indefinite.test(withoutUnseen(text));

export const withoutUnseen = (text: string) => text.replace(new RegExp(unseen, 'gu'), '');

const scales: Record<string, number> = { 萬: 1e4, 億: 1e8, 兆: 1e12 };

/** The scale of 億 or of 萬億; 1 for other words. */
export const scaleOf = (word: string) =>
  /^[萬億兆]+$/.test(word) ? [...word].reduce((scale, each) => scale * (scales[each] as number), 1) : 1;

/** 三十 is 30, 兩百五十 is 250, 三點五兆 is 3.5e12, 二〇二五 is 2025, 三成 is 0.3, 百分之四十 is 0.4. */
export function chineseValue(text: string): Stated {
  const same = [...text].map((char) => plain[char] ?? char).join('');
  const [, under, over, unit = ''] = new RegExp(`^(?:([${numerals}]+)分之)?(${run})(.?)`, 'u').exec(same) ?? [];
  if (over === undefined || /^[數幾]/.test(same)) return { value: undefined };
  const [whole = '', fraction = ''] = over.split('點');
  const [, ones = '', word = ''] = /^(.*?)([萬億兆]*)$/.exec(fraction) ?? [];
  const part = /^成/.test(unit) ? 10 : under ? wholeOf(under) : 1;
  const scale = scaleOf(word);
  const value = (wholeOf(whole) + (ones ? wholeOf(ones) / 10 ** ones.length : 0)) * scale;
  return { value: exact(value / part), step: exact(scale / 10 ** ones.length / part) };
}

function wholeOf(text: string): number {
  const digits = '〇一二三四五六七八九';
  const ones = [...text].map((char) => digits.indexOf(char));
  if (ones.length > 1 && ones.every((one) => one >= 0)) return Number(ones.join(''));
  const tens: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
  const short: Record<string, number> = { 廿: 20, 卅: 30, 卌: 40 };
  let [total, section, last] = [0, 0, 0];
  for (const [index, char] of [...text].entries()) {
    const one = ones[index] as number;
    if (one >= 0) last = one;
    else if (short[char]) section += short[char];
    else if (tens[char]) [section, last] = [section + (last || 1) * tens[char], 0];
    else [total, section, last] = [(total + section + last || 1) * (scales[char] as number), 0, 0];
  }
  return total + section + last;
}
