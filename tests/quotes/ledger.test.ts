import { Marp } from '@marp-team/marp-core';
import * as vega from 'vega';
import { describe, expect, test } from 'vitest';
import { hasMarks, isFigure, Ledger, statesFigure, type Tie } from '../../scripts/quotes/ledger.ts';

const tie = (text: string, value: Tie['value'] = 1): Tie => ({
  table: 't',
  key: 'k',
  field: 'f',
  value,
  unit: undefined,
  place: undefined,
  text,
  shown: undefined,
});

/** A ledger with `count` ties, and the marks of all. */
function filled(count: number): { ledger: Ledger; marks: string[] } {
  const ledger = new Ledger();
  return { ledger, marks: Array.from({ length: count }, (_, index) => ledger.enter(tie(`<${index}> & 1_0*`))) };
}

describe('marks', () => {
  test('resolve to the text of their tie, in any order and number', () => {
    const { ledger, marks } = filled(123);
    expect(ledger.resolve(`${marks[122]}${marks[0]} ${marks[11]}${marks[1]}`)).toBe('<122> & 1_0*<0> & 1_0* <11> & 1_0*<1> & 1_0*');
  });

  test('hold nothing that a reader could take for a digit or markup', () => {
    const { marks } = filled(30);
    expect(marks.join('')).not.toMatch(/[\p{L}\p{N}\p{P}\p{S}\s]/u);
    expect(new Set(marks).size).toBe(30);
    expect(hasMarks(marks[7] as string)).toBe(true);
    expect(hasMarks('plain text, 1,830億')).toBe(false);
  });

  test('survive Markdown', () => {
    const { ledger, marks } = filled(12);
    const [a, b, c] = marks as [string, string, string];
    const source = `# ${a}成長**${b}**，\n\n| ${c} |\n| --- |\n| *${marks[11]}* |\n\n[${a}](https://example.com) <!-- ${b} -->`;
    const { html, comments } = new Marp({ script: false }).render(source);
    const shown = ledger.resolve(html, (_, id) => `#${id};`);
    expect(shown).toContain('#0;成長<strong>#1;</strong>');
    expect(shown).toContain('<th>#2;</th>');
    expect(shown).toContain('<em>#11;</em>');
    expect(ledger.resolve((comments[0] as string[]).join())).toBe('<1> & 1_0*');
  });

  test('survive Vega', async () => {
    const { ledger, marks } = filled(2);
    const spec: vega.Spec = {
      data: [{ name: 'd', values: [{ label: marks[1] }] }],
      marks: [{ type: 'text', from: { data: 'd' }, encode: { enter: { text: { signal: "'a ' + datum.label" } } } }],
    };
    const svg = await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG();
    expect(ledger.resolve(svg, (_, id) => `#${id};`)).toContain('>a #1;<');
  });
});

test('adopt takes over the ties that a text marks, and only those', () => {
  const other = new Ledger();
  const [, second] = [other.enter(tie('unused')), other.enter(tie('used'))];
  const ledger = new Ledger();
  ledger.enter(tie('own'));
  const text = ledger.adopt(`x ${second} y`, other);
  expect(ledger.resolve(text)).toBe('x used y');
  expect(ledger.ties.map((each) => each.text)).toEqual(['own', 'used']);
});

test('a figure is a number or a date', () => {
  expect([1, '2025-09-30', '2025-09-30T00:00:00Z'].map((value) => isFigure(tie('', value)))).toEqual([true, true, true]);
  expect(['Series', null, true].map((value) => isFigure(tie('', value)))).toEqual([false, false, false]);
});

test('words of a cell may state a figure', () => {
  expect(['US$900bn (+42%)', '成長三十倍', 'nearly doubled'].map((words) => statesFigure(tie(words, words), 'en'))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['Series A', 'Q3 2025', '第一輪'].map((words) => statesFigure(tie(words, words), 'en'))).toEqual([false, false, false]);
  expect(isFigure(tie('US$900bn', 'US$900bn'))).toBe(false);
  const text = tie('drei Milliarden', 'drei Milliarden');
  expect([statesFigure(text, 'de'), statesFigure(text, 'en')]).toEqual([true, false]);
});
