/** What a language sets behind a figure: sources of regular expressions, joined by `|`. */
export interface UnitWords {
  share: string;
  points: string;
  /** Scales and currencies. */
  money: string;
  multiple: string;
}

/** The words of each language but Traditional Chinese and English, which stand in every deck's rules. */
export const unitWords: Readonly<Record<string, UnitWords>> = {
  de: {
    share: 'Prozent',
    points: '(?:Prozent|Basis)punkten?',
    money: 'Tausend|Million(?:en)?|Milliarden?|Billion(?:en)?|(?:Tsd|Mio|Mrd|Bio)\\.?|(?:US-)?Dollar|Euro|Pfund|Franken|Yen',
    multiple: '-?fach',
  },
  fr: {
    share: 'pour\\s?cent',
    points: 'points?\\sde\\s(?:pourcentage|base)',
    money: 'mille|millions?|milliards?|Md|francs?|livres?|yens?',
    multiple: 'fois(?=\\splus)',
  },
  es: {
    share: 'por\\s?ciento',
    points: 'puntos?\\s(?:porcentual(?:es)?|básicos?)',
    money: 'mil|mill(?:ón|ones)|bill(?:ón|ones)|dólar(?:es)?|libras?|francos?|yenes',
    multiple: 'veces(?=\\smás)',
  },
  ja: {
    share: 'パーセント',
    points: '(?:パーセント)?ポイント',
    money: '[万亿]|(?:米|台湾)?ドル|円|ユーロ|ポンド|ウォン|人民元',
    multiple: '倍',
  },
  ko: {
    share: '퍼센트(?!포)',
    points: '(?:퍼센트)?포인트',
    money: '[만억조]|원|달러|엔|유로|위안',
    multiple: '배',
  },
  zh: {
    share: '[％%]',
    points: '个?百分点|基点',
    money: '[万亿]|欧元|日元|英镑|人民币|新台币',
    multiple: '倍',
  },
};

/** Words for each period, of every language. */
export const periods = {
  month: '個月|个月|[カか]月|개월|months?|Monate?n?|mois|mes(?:es)?',
  year: '年|년|years?|Jahre?n?|ans|années?|años?',
  day: '天|일|days?|Tage?n?|jours?|días?',
  week: '週間?|周|주|weeks?|Wochen?|semaines?|semanas?',
  hour: '小時|小时|時間|시간|hours?|Stunden?|heures?|horas?',
};
