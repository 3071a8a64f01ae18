import { Refusal } from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import { contentOf, kindsOf, withChanges } from './kinds.ts';

const sdl = `
  type Report @key(fields: "id") { id: ID! region: String measures: String cases: Int sources: [String!] endsOn: Date amount: Decimal at: DateTime }
  input DraftReportInput { region: String }
`;
const report = kindsOf(sdl, { Report: { requiredToSign: ['region'], texts: ['measures'] } }).get('Report');
if (report === undefined) throw new Error('Report is declared');

describe('a kind', () => {
  it('has the fields that its SDL defines, but for the id', () => {
    expect(report.fields.map(({ name, form }) => `${name} ${form}`)).toEqual([
      'region line',
      'measures text',
      'cases value',
      'sources lines',
      'endsOn value',
      'amount value',
      'at value',
    ]);
  });

  it.each([
    ['no such type', { Other: { requiredToSign: [] } }],
    ['no such required field', { Report: { requiredToSign: ['place'] } }],
    ['no such text', { Report: { requiredToSign: [], texts: ['place'] } }],
  ])('is declared wrongly when the SDL has %s', (_, declarations) => {
    expect(() => kindsOf(sdl, declarations)).toThrow();
  });
});

describe('content', () => {
  it('takes the kind’s own fields, checked, and nothing else', () => {
    const input = {
      title: 'x',
      region: ' Kyiv ',
      measures: 'One.\nTwo.',
      cases: 0,
      sources: ['a '],
      endsOn: '2026-03-01',
      at: new Date(0),
      measuresNot: 1,
    };
    expect(contentOf(report, input)).toEqual({
      region: 'Kyiv',
      measures: 'One.\nTwo.',
      cases: 0,
      sources: ['a'],
      endsOn: '2026-03-01',
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it.each([
    ['two lines in a line', { region: 'a\nb' }],
    ['a control character', { measures: '\u0000' }],
    ['a list without end', { sources: Array(101).fill('x') }],
    ['an empty line in a list', { sources: ['x', ' '] }],
  ])('is refused with %s', (_, input) => {
    expect(() => contentOf(report, input)).toThrow(Refusal);
  });

  it('keeps what a change leaves out and drops what it makes null', () => {
    const changes = contentOf(report, { region: null, cases: 3 });
    expect(withChanges({ region: 'Kyiv', measures: 'None.', cases: 1 }, changes)).toEqual({ measures: 'None.', cases: 3 });
  });
});
