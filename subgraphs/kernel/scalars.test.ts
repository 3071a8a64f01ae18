import { describe, expect, it } from 'vitest';
import { scalars } from './scalars.ts';

const read = (name: string, text: unknown) => scalars[name]?.parseValue(text);

describe('scalars', () => {
  it.each(['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.123+02:00', '2024-02-29T00:00:00Z'])('take the moment %s', (text) => {
    expect(read('DateTime', text)).toEqual(new Date(text));
  });

  it.each(['2026-03-01', '2026-02-30T00:00:00Z', '2026-03-01T25:00:00Z', '2026-03-01T09:30:00', 'soon', 17, null, '0000-01-01T00:00:00Z'])(
    'refuse %j as a moment',
    (text) => {
      expect(() => read('DateTime', text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
    },
  );

  it.each(['9999-12-31T23:59:59-12:00', '1000-01-01T00:00:00+23:59'])('refuse %s, which is of no year with four digits', (text) => {
    expect(() => read('DateTime', text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  it.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-01-01T00:00:00Z', '', 20260101])('refuse %j as a day', (text) => {
    expect(() => read('Date', text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  it('write a day that the database gave as a Date', () => {
    expect(scalars.Date?.serialize(new Date('2026-03-01T00:00:00Z'))).toBe('2026-03-01');
  });

  it('keep every digit of a decimal', () => {
    expect(read('Decimal', '123456789012345678.123456789')).toBe('123456789012345678.123456789');
    expect(() => read('Decimal', '1e5')).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});
