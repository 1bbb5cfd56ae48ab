import { from } from './compounds.ts';
import type { Numerals, Stated } from './stated.ts';

/** Numerals of Chinese origin: the digits, and what they count. */
const digits = { 영: 0, ...from('일 이 삼 사 오 육 칠 팔 구', 1), 륙: 6 };
const tens: Record<string, number> = { 십: 10, 백: 100, 천: 1000 };
const scales: Record<string, number> = { 만: 1e4, 억: 1e8, 조: 1e12 };
/** Korean's own, as they count alone, and before a counter. */
const ones = from('하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉', 1);
const before: Record<string, number> = { 한: 1, 두: 2, 세: 3, 네: 4, 석: 3, 넉: 4 };
const decades = from('열 스물 서른 마흔 쉰 예순 일흔 여든 아흔', 10, 10);

const digit = '[일이삼사오육륙칠팔구]';
const counted = `(?:${digit}?천)?(?:${digit}?백)?(?:${digit}?십)?${digit}?`;
const many = Object.keys(decades).join('|');
const few = Object.keys(ones).slice(4).join('|');

/** What may follow at once: nothing of Hangul, or a particle. */
const particle =
  '이(?!상|하)|가(?!지)|은|는|을|를|의|에|와|과|로|으로|도|만(?![가-힣])|씩|나|까지|부터|보다|마다|뿐|쯤|여(?![가-힣])|입니다|였|이었';
const end = `(?=(?:간|당|어치|짜리|가량|정도|이상|이하|미만)?(?![가-힣])|${particle})`;
const begin = '(?<![\\p{sc=Hang}\\p{N}])';
const money = '원|달러|유로|엔|위안';
const counters = `${money}|명|사람|개월|개사|개국|개|건|대|곳|배|년|일|주년|주|분기|시간|분|초|퍼센트|포인트|톤|킬로|미터|평|층|권|장|편|회|차례|번|가지|살|마리|쌍|단계|종류?|나라|달|자릿수`;
const strong = `${money}|명|개월|퍼센트|포인트`;
/** Up to a counter, which an estimate may part from it: 백여 명. */
const upTo = (all: string, space = '\\s?') => `(?=여?${space}(?:${all})${end})`;

const numeral = '[일이삼사오육륙칠팔구십백천만억조]';
const tail = `(?:${end}|${upTo(counters)})`;

/** What in Korean words states a number. Every pattern comes with the flags g and u. */
const patterns: readonly RegExp[] = [
  // Three syllables of a numeral: 이천이십오, 천오백, 백이십만; not 십일조, a tithe.
  `${begin}(?!십일조)(?=${digit}?[십백천]|${numeral}{1,7}[만억])(?=${numeral}{3})(?:${counted}조)?(?:${counted}억)?(?:${counted}만)?${counted}${tail}`,
  // Two that are nothing else: 삼백, 천만, 십억; not 백조, a swan, and the towns 이천 and 사천.
  `${begin}(?:${digit}[십백](?!조)|[일삼오육륙칠팔구]천(?!조)|[십백천]만(?!에)|[일이삼사오육륙칠팔구십백천]억)${tail}`,
  // What may be something else, before a counter: 이만 명, 십오 년, 만원, 오조 원, 삼 개월.
  `${begin}(?:(?:${counted}[만억])+${counted}|${counted}[십백천]${digit}?)(?:${upTo(strong)}|${upTo(counters, '\\s')})`,
  `${begin}${counted}조${upTo(money, '\\s')}`,
  `${begin}(?:[일삼사오육륙칠팔구]|이(?!\\s))${upTo('개월|퍼센트|년간|주년')}`,
  `${begin}[일이삼사오육륙칠팔구십백천만]+\\s?분의\\s?${digit}+`,
  // Korean's own numerals: 다섯, 스물다섯, 두 배, 세 가지; not 둘 다, 두 번째, 하나의.
  `${begin}(?:(?:${many})(?:${few}|하나|둘|셋|넷)|스물|서른|마흔|예순|일흔|여든|아흔|${few}|둘(?!\\s다(?![가-힣]))|셋|넷)${end}`,
  `${begin}(?<!(?:중|또|어느)\\s?)하나(?=뿐|가|를|는|입니다|[\\p{P}]|\\s?[만뿐](?![가-힣]))`,
  `${begin}(?:(?:${many})?(?:두|세|네|석|넉)|(?:${many})한|스무|열|쉰|${few}|두세|서너|너댓|대여섯|예닐곱)(?!\\s?번째)${upTo(counters)}`,
  `${begin}두(?=\\s(?!번째|번\\s째)[가-힣])|${begin}한${upTo('달|시간|주일|자릿수')}`,
  // Some, halves and multiples.
  `${begin}(?:수|몇\\s?)(?:[십백천]+[만억조]?|억)${end}|${begin}(?:수|몇\\s?)[만조]${upTo(counters, '\\s')}`,
  `${begin}(?:절반|반토막|반값|갑절|곱절)${end}`,
].map((source) => new RegExp(source, 'gu'));

/** 이천오백만 is 25,000,000, 스물다섯 is 25, 삼분의 일 is a third, 절반 a half; some of them have no plain value. */
function value(text: string): Stated {
  const plain = text.replace(/\s/g, '');
  if (/^[수몇]|^(?:두세|서너|너댓|대여섯|예닐곱)/.test(plain)) return { value: undefined };
  if (/^(?:절반|반)/.test(plain)) return { value: 0.5, step: 0.1 };
  if (/^[갑곱]절/.test(plain)) return { value: 2, step: 1 };
  const [under, over] = plain.split('분의');
  if (over !== undefined) return { value: Number((worth(over) / worth(under as string)).toPrecision(12)), step: 0.1 };
  return { value: /^[영일이삼사오육륙칠팔구십백천만억조]+$/.test(plain) ? worth(plain) : ownWorth(plain), step: 1 };
}

function worth(text: string): number {
  let [total, section, last] = [0, 0, 0];
  for (const char of text) {
    if (char in digits) last = digits[char as keyof typeof digits] as number;
    else if (tens[char]) [section, last] = [section + (last || 1) * tens[char], 0];
    else [total, section, last] = [total + (section + last || 1) * (scales[char] as number), 0, 0];
  }
  return total + section + last;
}

function ownWorth(text: string): number | undefined {
  const decade = Object.keys(decades).find((each) => text.startsWith(each));
  const rest = text.slice(decade?.length ?? 0);
  if (text === '스무') return 20;
  const one = rest === '' ? 0 : (ones[rest] ?? before[rest]);
  return one === undefined ? undefined : (decade === undefined ? 0 : (decades[decade] as number)) + one;
}

/** The number words of Korean, which stand before counters and particles without a space. */
export const korean: Numerals = { patterns, value };
