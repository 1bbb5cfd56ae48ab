import type { SetPhrases } from './index.ts';

/** Names and set phrases of Japanese that hold a numeral and state no number. */
export const ja: SetPhrases = {
  names: ['九州|四国(?=地方|[4４]県)|三重県|千葉|六本木|五反田|八王子|二子玉川|三宮'],
  phrases: ['四半期|二次的|二度と|五月雨|十八番|八百屋|一石二鳥|三日坊主|四季折々'],
};
