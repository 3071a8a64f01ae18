import { afterEach, expect, test, vi } from 'vitest';
import { type CertificateNotice, certificatesChannel, noticeOf, watchCertificates } from './certificateWatch.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-26T12:00:00Z');
test('one that has ended already is said to be the reason', () => {
  expect(noticeOf({ service: 'water', until: 'past' }, now)).toEqual({
    level: 'error',
    fault: 'the certificate that water shows has ended: it is not asked',
  });
});

const levelIn = (days: number) => noticeOf({ service: 'water', until: now + days * day }, now)?.level;

afterEach(() => void vi.useRealTimers());

test.each([
  [29, undefined],
  [9.5, undefined],
  [8, 'warning'],
  [2, 'error'],
  [-1, 'error'],
])('of a certificate that ends in %s days is said: %s', (days, level) => {
  expect(levelIn(days)).toBe(level);
});

test('what is said names the service and the end, and no address', () => {
  expect(noticeOf({ service: 'water', until: now + day }, now)?.fault).toBe(
    'the certificate that water shows ends at 2026-11-27T12:00:00.000Z, and is not renewed yet',
  );
});

test('it is said once a day of each service, also of one that is asked seldom, and no more once it has been renewed', () => {
  vi.useFakeTimers({ now });
  const said: CertificateNotice[] = [];
  watchCertificates((notice) => said.push(notice));
  for (const service of ['water', 'water', 'finance']) certificatesChannel.publish({ service, until: now + 10 * day });
  expect(said).toEqual([]);

  vi.advanceTimersByTime(2 * day);
  expect(said.map(({ level }) => level)).toEqual(['warning', 'warning', 'warning', 'warning']);

  for (const service of ['water', 'finance']) certificatesChannel.publish({ service, until: now + 30 * day });
  vi.advanceTimersByTime(5 * day);
  expect(said).toHaveLength(4);
});
