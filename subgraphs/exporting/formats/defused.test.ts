import { describe, expect, test } from 'vitest';
import { defused } from './defused.ts';

describe('a text in a spreadsheet', () => {
  test.each([
    ['=1+1'],
    ['+380 44 000'],
    ['-2+3+cmd|’ /C calc’!A0'],
    ['@SUM(1)'],
    ['\t=1'],
    ['\r=1'],
    ['\n=1'],
    [' =1'],
    ['\u200b=1'],
    ['\ufeff=1'],
    ['＝1'],
    ['＋1'],
    ['－1'],
    ['＠A1'],
  ])('that would be run is defused: %j', (text) => {
    expect(defused(text)).toBe(`'${text}`);
  });

  test.each([[''], ['On the procurement of vaccines'], ['1-2=3'], ['a@b.example'], ["'=1"], ['–1'], ['№ 12-р']])(
    'that would not stays as it is: %j',
    (text) => {
      expect(defused(text)).toBe(text);
    },
  );
});
