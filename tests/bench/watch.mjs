import { importSource, tieout } from './processes.mjs';

/** Edits in a run, which add up to 50 in the usual five. */
const edits = 10;

/** One cell, on which a figure in the title of a slide and the bars of its chart rest. */
let count = 0;
const edit = {
  deck: 'investor.en',
  words: 'At least US$',
  path: 'data/capital_by_investor.csv',
  before: 'google,Google,Google,,cumulative,累計投資,Cumulative,',
  after: ',true,',
  value: () => {
    // Each is new, as what was seen before is kept; another case writes less than 2.1 into the same cell.
    const hundredths = 211 + (count++ % 80);
    return { written: (hundredths / 100).toFixed(2), shown: `At least US$${String((hundredths + 400) / 100)} billion` };
  },
};

/** The cases of the preview: what is measured is not a process, but the time from a save to what is seen. */
export function cases({ root, project }) {
  const times = [];
  const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  return [
    {
      name: 'watch',
      title: '`watch`: from the save of a CSV to the new number and chart seen, median',
      mostSeconds: 0.25,
      prepare: project,
      run: async () => {
        const { measureWatch } = await importSource('watch');
        const own = await measureWatch(tieout, root, edit, edits);
        times.push(...own);
        return { ms: median(own) };
      },
    },
    {
      name: 'watch-95',
      title: 'likewise, 95th percentile of all so far',
      mostSeconds: 0.4,
      run: async () => ({ ms: [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0 }),
    },
  ];
}
