import { describe, expect, test } from 'vitest';
import type { FieldType } from '../../scripts/data/descriptor.ts';
import type { Value } from '../../scripts/data/tables.ts';
import { FormatError, format, type Style, sourceLine, type Way } from '../../scripts/quotes/formats.ts';

const write = (
  value: Value,
  unit: string | undefined,
  way: Way,
  language: string,
  option?: unknown,
  style?: Style,
  type: FieldType = 'number',
) => format({ value, unit, type }, way, language, option, style);

describe('money', () => {
  test.each([
    [183, 'USD bn', '1,830億美元', 'US$183 billion'],
    [18.4, 'USD bn', '184億美元', 'US$18.4 billion'],
    [61.5, 'USD bn', '615億美元', 'US$61.5 billion'],
    [3.5, 'USD tn', '3.5兆美元', 'US$3.5 trillion'],
    [0.75, 'USD bn', '7.5億美元', 'US$750 million'],
    [12.5, 'USD m', '1,250萬美元', 'US$12.5 million'],
    [950, 'USD', '950美元', 'US$950'],
    [12_300, 'USD', '1.23萬美元', 'US$12,300'],
    [0, 'USD bn', '0美元', 'US$0'],
    [-2, 'USD bn', '−20億美元', '−US$2 billion'],
    [2, 'TWD bn', '20億新台幣', 'NT$2 billion'],
    // On the border of a scale the rounded number takes the next scale.
    [999.999, 'USD m', '10億美元', 'US$1 billion'],
    [999.6, 'USD bn', '9,996億美元', 'US$999.6 billion'],
    [999.99, 'USD bn', '1兆美元', 'US$1 trillion'],
    [9_999.9, 'USD bn', '10兆美元', 'US$10 trillion'],
    [99_999_999, 'USD', '1億美元', 'US$100 million'],
    [-999.999, 'USD m', '−10億美元', '−US$1 billion'],
    // 0.1 + 0.2 is not seen.
    [0.1 + 0.2, 'USD bn', '3億美元', 'US$300 million'],
  ])('%d %s', (value, unit, zh, en) => {
    expect(write(value, unit, 'money', 'zh-Hant')).toBe(zh);
    expect(write(value, unit, 'money', 'en')).toBe(en);
  });

  test('with fixed decimals', () => {
    expect(write(183, 'USD bn', 'money', 'en', 1)).toBe('US$183.0 billion');
    expect(write(3.456, 'USD tn', 'money', 'zh-Hant', 2)).toBe('3.46兆美元');
    expect(write(0.4, 'USD bn', 'money', 'zh-Hant', 0)).toBe('4億美元');
  });

  test('on a label and on a tick', () => {
    expect(write(183, 'USD bn', 'money', 'en', undefined, 'label')).toBe('US$183bn');
    expect(write(183, 'USD bn', 'money', 'en', undefined, 'tick')).toBe('183bn');
    expect(write(183, 'USD bn', 'money', 'zh-Hant', undefined, 'tick')).toBe('1,830億');
  });

  test.each([[undefined], ['share'], ['count'], ['usd bn']])('refuses the unit %s', (unit) => {
    expect(() => write(1, unit, 'money', 'en')).toThrow(FormatError);
  });
});

test.each([
  [0.4, 'share', undefined, '40%'],
  [0.405, 'share', undefined, '40.5%'],
  [0.4055, 'share', 0, '41%'],
  [40, '%', undefined, '40%'],
  [-0.125, 'share', undefined, '−12.5%'],
  [-0.0001, 'share', 0, '0%'],
  [0.285, 'share', 0, '29%'],
  [1, 'share', 1, '100.0%'],
])('percent: %d %s to %s decimals', (value, unit, decimals, text) => {
  for (const language of ['zh-Hant', 'en']) expect(write(value, unit, 'percent', language, decimals)).toBe(text);
});

test('a share has one decimal', () => {
  expect(write(0.03946, 'share', 'percent', 'en')).toBe('3.9%');
  expect(write(0.03946, 'share', 'show', 'zh-Hant')).toBe('3.9%');
  expect(write(0.1667, 'share', 'show', 'en', undefined, 'label')).toBe('16.7%');
  expect(write(0.1667, 'share', 'percent', 'en', 2)).toBe('16.67%');
});

describe('what is whole stays whole', () => {
  test.each<[number, string | undefined, FieldType, string]>([
    [21_933, undefined, 'integer', '21,933'],
    [21_933, 'count', 'integer', '21,933'],
    [21_933, 'count', 'number', '21,933'],
    [21_933, 'people', 'integer', '21,933 people'],
    [1, 'people', 'integer', '1 person'],
    [21_933, 'rank', 'integer', '21,933'],
    [3, 'wafers', 'integer', '3 wafers'],
    [3, 'pp', 'integer', '3 pp'],
    [25, 'bps', 'integer', '25 bps'],
    [21_933, undefined, 'number', '21,933'],
    [1_234_567, 'count', 'integer', '1,234,567'],
    [123_456_789, 'kWh', 'integer', '123,456,789 kWh'],
    [9_007_199_254_740_991, 'count', 'integer', '9,007,199,254,740,991'],
    [0, 'count', 'integer', '0'],
  ])('%d %s (%s)', (value, unit, type, text) => {
    expect(write(value, unit, 'show', 'en', undefined, 'sentence', type)).toBe(text);
  });

  test.each<[Style, string, string]>([
    ['sentence', '21,933', '21,933'],
    ['label', '21,933', '21,933'],
    ['tick', '21,933', '21,933'],
  ])('as a %s, in every language', (style, en, zh) => {
    for (const unit of ['count', undefined]) {
      expect(write(21_933, unit, 'show', 'en', undefined, style, 'integer')).toBe(en);
      expect(write(21_933, unit, 'show', 'zh-Hant', undefined, style, 'integer')).toBe(zh);
    }
  });

  test('a scale stands for zeros alone', () => {
    expect(write(2_000_000, 'count', 'count', 'en')).toBe('2 million');
    expect(write(2_000_001, 'count', 'count', 'en')).toBe('2,000,001');
    expect(write(20_000, 'count', 'count', 'zh-Hant', undefined, 'label')).toBe('2萬');
    expect(write(20_001, 'count', 'count', 'zh-Hant', undefined, 'label')).toBe('20,001');
  });

  test('unless decimals are asked for', () => {
    expect(write(21_933, 'count', 'count', 'en', 1)).toBe('21,933.0');
    expect(write(2.25, 'count', 'count', 'en', 1)).toBe('2.3');
    expect(write(2.25, 'count', 'count', 'en')).toBe('2.25');
  });
});

test('a measured number has four digits and its whole part', () => {
  expect(write(1.23456, 'kW', 'number', 'en')).toBe('1.235 kW');
  expect(write(123.456, 'kW', 'number', 'en')).toBe('123.5 kW');
  expect(write(21_933.4, 'kW', 'number', 'en')).toBe('21,933 kW');
  expect(write(0.0123456, 'kW', 'number', 'en')).toBe('0.01235 kW');
});

test('money has four digits', () => {
  expect(write(21_933, 'USD m', 'money', 'en', undefined, 'sentence', 'integer')).toBe('US$21.93 billion');
  expect(write(21_933, 'USD m', 'money', 'zh-Hant', undefined, 'sentence', 'integer')).toBe('219.3億美元');
});

test('times', () => {
  expect(write(29.756, 'x', 'times', 'zh-Hant')).toBe('29.8倍');
  expect(write(29.756, 'x', 'times', 'en')).toBe('29.8x');
  expect(write(29.756, 'x', 'times', 'en', 0)).toBe('30x');
  expect(write(2, 'x', 'times', 'zh-Hant')).toBe('2倍');
  expect(write(1.639, 'x', 'times', 'en')).toBe('1.64x');
  expect(write(183.18, 'x', 'times', 'en')).toBe('183x');
  expect(write(1234.5, 'x', 'times', 'en')).toBe('1,235x');
  expect(write(2, 'x', 'times', 'en', 2)).toBe('2.00x');
});

test('count and number', () => {
  expect(write(1_234_567, 'count', 'count', 'en')).toBe('1,234,567');
  expect(write(12, 'months', 'show', 'zh-Hant')).toBe('12個月');
  expect(write(12, 'months', 'show', 'en')).toBe('12 months');
  expect(write(1, 'months', 'show', 'en')).toBe('1 month');
  expect(write(2.5, 'GW', 'show', 'en')).toBe('2.5 GW');
  expect(write(1234.5, undefined, 'number', 'en', 1)).toBe('1,234.5');
});

describe('date', () => {
  test.each<[Value, FieldType, unknown, string, string]>([
    ['2025-09-30', 'date', undefined, '2025年9月30日', '30 September 2025'],
    ['2025-09-01', 'yearmonth', undefined, '2025年9月', 'September 2025'],
    [2025, 'year', undefined, '2025年', '2025'],
    ['2025-09-30', 'date', 'month', '2025年9月', 'September 2025'],
    ['2025-09-30', 'date', 'year', '2025年', '2025'],
    ['2025-09-30T23:30:00Z', 'datetime', undefined, '2025年9月30日', '30 September 2025'],
    ['0999-01-02', 'date', 'day', '999年1月2日', '2 January 999'],
  ])('%s as %s by %s', (value, type, precision, zh, en) => {
    expect(write(value, undefined, 'date', 'zh-Hant', precision, undefined, type)).toBe(zh);
    expect(write(value, undefined, 'date', 'en', precision, undefined, type)).toBe(en);
  });

  test('refuses what is not a date, and an unknown precision', () => {
    expect(() => write('soon', undefined, 'date', 'en', undefined, undefined, 'string')).toThrow(FormatError);
    expect(() => write('2025-09-30', undefined, 'date', 'en', 'week', undefined, 'date')).toThrow(FormatError);
  });
});

test('an empty cell, a wrong kind and wrong decimals are refused', () => {
  expect(() => write(null, 'USD bn', 'money', 'en')).toThrow('the cell is empty');
  expect(() => write('x', 'share', 'percent', 'en', undefined, undefined, 'string')).toThrow(FormatError);
  for (const decimals of [-1, 1.5, 7, 'two']) expect(() => write(1, 'x', 'times', 'en', decimals)).toThrow(FormatError);
});

test('a way that would give a number another unit is refused', () => {
  for (const unit of ['USD bn', 'count', 'x', 'months']) expect(() => write(26, unit, 'percent', 'en')).toThrow('"percent" writes shares');
  for (const unit of ['USD bn', 'count', 'share']) expect(() => write(26, unit, 'times', 'en')).toThrow('"times" writes multiples');
  for (const unit of ['USD bn', 'share', 'x']) expect(() => write(26, unit, 'count', 'en')).toThrow('"count" writes counts');
  expect(write(0.26, undefined, 'percent', 'en')).toBe('26%');
});

test('a unit that holds a number of its own is refused', () => {
  for (const unit of ['99 GW', 'US$999bn', 'million', 'dozen', '萬人'])
    expect(() => write(5, unit, 'show', 'en')).toThrow('holds the number');
  expect(write(5, 'KM2', 'show', 'en')).toBe('5 KM2');
  expect(write(5, 'W/m²', 'show', 'en')).toBe('5 W/m²');
  expect(write(5, 'CO2', 'show', 'en')).toBe('5 CO2');
});

test('a number beyond the range of numbers in its unit is refused', () => {
  expect(() => write(1e300, 'USD bn', 'money', 'en')).toThrow('beyond the range of numbers');
  expect(() => write(1e308, 'share', 'percent', 'en')).toThrow('beyond the range of numbers');
});

test('show chooses by unit and type', () => {
  expect(write(183, 'USD bn', 'show', 'en')).toBe('US$183 billion');
  expect(write(0.4, 'share', 'show', 'en')).toBe('40%');
  expect(write(2, 'x', 'show', 'en')).toBe('2x');
  expect(write('2025-09-01', undefined, 'show', 'en', undefined, undefined, 'yearmonth')).toBe('September 2025');
  expect(write('Series', undefined, 'show', 'en', undefined, undefined, 'string')).toBe('Series');
});

test('the source line', () => {
  expect(sourceLine(['A', 'B'], ['p', 'q'], '2025-09-30', 'en')).toBe('Source: A, B (p, q); as of 30 September 2025');
  expect(sourceLine(['甲'], [], '2025-09-30', 'zh-Hant')).toBe('資料來源：甲；截至2025年9月30日');
});

describe('fiscal years', () => {
  test.each<[string, string, number | undefined, FieldType, string]>([
    ['en', '2025-03-31', 4, 'date', 'FY2024/25'],
    ['en', '2025-04-01', 4, 'date', 'FY2025/26'],
    ['en', '1999-12-31', 10, 'date', 'FY1999/00'],
    ['en', '2025-12-31', undefined, 'date', 'FY2025'],
    ['de', '2025-09', 7, 'yearmonth', 'GJ 2025/26'],
    ['fr', '2025-09-30', 7, 'date', 'exercice 2025/26'],
    ['es', '2025-09-30', undefined, 'date', 'ejercicio 2025'],
    ['ja', '2025-03-31', 4, 'date', '2024年度'],
    ['zh-Hant', '2025-09-30', 10, 'date', '2024/25會計年度'],
    ['ja', '2025', 4, 'year', '2025年度'],
  ])('%s: %s of a year from month %s', (language, value, fiscalFrom, type, text) => {
    const option = fiscalFrom === undefined ? 'fiscal' : { precision: 'fiscal', fiscalFrom };
    expect(write(value, undefined, 'date', language, option, undefined, type)).toBe(text);
  });

  test.each<[string, string, number | undefined, FieldType, string]>([
    ['en', '2025-03-31', 4, 'date', 'Q4 FY2024/25'],
    ['en', '2025-04-01', 4, 'date', 'Q1 FY2025/26'],
    ['en', '2024-10-01', 10, 'date', 'Q1 FY2024/25'],
    ['en', '2025-01-15', 11, 'date', 'Q1 FY2024/25'],
    ['en', '2025-09-30', undefined, 'date', 'Q3 FY2025'],
    ['de', '2025-09', 7, 'yearmonth', 'Q1 GJ 2025/26'],
    ['fr', '2025-12-31', 7, 'date', 'T2 de l’exercice 2025/26'],
    ['es', '2025-09-30', undefined, 'date', '3T del ejercicio 2025'],
    ['ja', '2025-03-31', 4, 'date', '2024年度第4四半期'],
    ['ko', '2025-09-30', undefined, 'date', '2025 회계연도 3분기'],
    ['zh-Hans', '2025-09-30', 4, 'date', '2025/26财年第二季度'],
    ['zh-Hant', '2025-09-30', 10, 'date', '2024/25會計年度第四季'],
  ])('%s: the quarter of %s in a year from month %s', (language, value, fiscalFrom, type, text) => {
    const option = fiscalFrom === undefined ? 'fiscalQuarter' : { precision: 'fiscalQuarter', fiscalFrom };
    expect(write(value, undefined, 'date', language, option, undefined, type)).toBe(text);
  });

  test('a month is one of the year', () => {
    expect(() => write('2025-01-01', undefined, 'date', 'en', { precision: 'fiscal', fiscalFrom: 13 }, undefined, 'date')).toThrow(
      FormatError,
    );
  });
});
