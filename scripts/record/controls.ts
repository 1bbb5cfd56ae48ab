/** How Marp CLI's script makes the page number. */
const page = `Page \${t+1} of \${e.slides.length}`;

/** What the controls of Marp CLI say, as it writes them; longer ones first, as some hold others. */
const english = [
  page,
  'Open presenter view',
  'Toggle overview view',
  'Close overview',
  'Toggle fullscreen',
  'Smaller notes font size',
  'Bigger notes font size',
  'is disabled due to restricted localStorage.',
  'Presenter view',
  'Previous slide',
  'Next slide',
  '[Overview]',
  'title:"Previous"},"Previous"',
  'title:"Next"},"Next"',
  'Current time',
  'title:"Timer"',
  'Slide controls',
] as const;

/** The same in other languages. */
const languages: Record<string, Record<(typeof english)[number], string>> = {
  'zh-Hant': {
    [page]: `第\${t+1}頁，共\${e.slides.length}頁`,
    'Open presenter view': '開啟講者檢視',
    'Toggle overview view': '切換總覽',
    'Close overview': '關閉總覽',
    'Toggle fullscreen': '切換全螢幕',
    'Smaller notes font size': '縮小備註文字',
    'Bigger notes font size': '放大備註文字',
    'is disabled due to restricted localStorage.': '需要localStorage，已停用。',
    'Presenter view': '講者檢視',
    'Previous slide': '上一頁',
    'Next slide': '下一頁',
    '[Overview]': '[總覽]',
    'title:"Previous"},"Previous"': 'title:"上一頁"},"上一頁"',
    'title:"Next"},"Next"': 'title:"下一頁"},"下一頁"',
    'Current time': '現在時間',
    'title:"Timer"': 'title:"計時"',
    'Slide controls': '投影片控制',
  },
};

/** The words of the controls by what Marp CLI writes; none in a language that keeps them. */
export const controlWords = (language: string): Record<string, string> => languages[language] ?? {};

const buttons = ['Previous slide', 'Next slide', 'Toggle fullscreen', 'Toggle overview view', 'Open presenter view'] as const;

/** What the buttons of a screen deck say, in every language. */
export const buttonTexts: ReadonlySet<string> = new Set([
  ...buttons,
  ...Object.values(languages).flatMap((words) => buttons.map((each) => words[each])),
]);
