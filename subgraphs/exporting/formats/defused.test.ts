import { describe, expect, test } from 'vitest';
import { defused } from './defused.ts';

describe('a text in a spreadsheet', () => {
  test.each([
    ['=1+1'],
    ['+380 44 000'],
    ['-2+3+cmd|’ /C calc’!A0'],
    ['@SUM(1)'],
    ['\t1'],
    ['\r1'],
    ['\n1'],
    [' =1'],
    ['\u200b=1'],
    ['\ufeff=1'],
    ['＝1'],
    ['＋1'],
    ['－1'],
    ['＠A1'],
    ['\u0001=1'],
    ['\u3164=1'],
    ['\u00ad\u034f=1'],
  ])('that would be run is defused: %j', (text) => {
    expect(defused(text)).toBe(`'${text}`);
  });

  // In half of the world a list separator is a semicolon: there a spreadsheet begins a cell behind it, and quotes within a line do not hold it together.
  test.each([
    ['Decree;=cmd|A1', "Decree;'=cmd|A1"],
    ['Decree; -1; +2', "Decree;' -1;' +2"],
    ['Decree\t@SUM(1)', "Decree\t'@SUM(1)"],
    ['Decree\r\n=1', "Decree\r\n'=1"],
    ['=1;=2', "'=1;'=2"],
    ['\t=1', "'\t'=1"],
    [' \n =1', " \n' =1"],
  ])('that would be run behind a separator is defused there: %j', (text, expected) => {
    expect(defused(text)).toBe(expected);
  });

  test.each([
    [''],
    ['Rules; of procedure\n1. Scope'],
    ['On the procurement of vaccines'],
    ['1-2=3'],
    ['a@b.example'],
    ["'=1"],
    ['–1'],
    ['№ 12-р'],
  ])('that would not stays as it is: %j', (text) => {
    expect(defused(text)).toBe(text);
  });
});
