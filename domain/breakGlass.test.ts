import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BreakGlass, type BreakGlassOfficer, breakGlassMoves, breakGlassState, moveBreakGlass, requireAskable } from './breakGlass.ts';
import { Refusal } from './errors.ts';
import { type OfficialId, parseBreakGlassId, parseDocumentId, parseInstitutionCode, parseOfficialId } from './ids.ts';

const now = new Date('2026-03-01T09:00:00Z');
const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const officer = (institution: string, name: string): BreakGlassOfficer => ({
  official: parseOfficialId(`${institution}:${name}`),
  institution: parseInstitutionCode(institution),
  duties: ['SECURITY_OFFICER'],
});
const officers = [
  officer('EXC', 'first'),
  officer('EXC', 'second'),
  officer('EXC', 'third'),
  officer('JUS', 'own'),
  officer('FIN', 'other'),
];
const [first, second, third, own, other] = officers as [
  BreakGlassOfficer,
  BreakGlassOfficer,
  BreakGlassOfficer,
  BreakGlassOfficer,
  BreakGlassOfficer,
];
const asked = (official: OfficialId = other.official): BreakGlass => ({
  id: parseBreakGlassId('JUS:break-glass:01JD0000000000000000000001'),
  documentId: parseDocumentId('JUS:LegalOpinion:01JD0000000000000000000001'),
  official,
  askedBy: first.official,
  endsAt: at(8),
  decided: 'ASKED',
  confirmedBy: null,
});
const codeOf = (run: () => unknown): string | null => {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};

describe('§13.1 who asks', () => {
  it.each([
    ['for a day at most', at(24), null],
    ['for longer', at(24.1), 'BREAK_GLASS_TOO_LONG'],
    ['to an end that lies behind', now, 'DEADLINE_IN_THE_PAST'],
  ])('asks %s', (_, endsAt, code) => {
    expect(codeOf(() => requireAskable(first, { official: other.official, endsAt }, now))).toBe(code);
  });

  it('does not ask for himself', () => {
    expect(codeOf(() => requireAskable(first, { official: first.official, endsAt: at(1) }, now))).toBe('OWN_BREAK_GLASS');
  });
});

describe('§13 whatever officers do and whenever', () => {
  const steps = fc.array(
    fc.record({
      move: fc.constantFrom(...(Object.keys(breakGlassMoves) as (keyof typeof breakGlassMoves)[])),
      by: fc.constantFrom(...officers),
      hours: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 12 },
  );

  it('two of the exchange open it, neither for himself; it ends in time; who reviews it took no part', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(...officers.slice(1)), (walk, { official }) => {
        let glass = asked(official);
        let time = now;
        for (const { move, by, hours } of walk) {
          time = new Date(time.getTime() + hours * 3_600_000);
          const before = breakGlassState(glass, time);
          const code = codeOf(() => {
            const decided = moveBreakGlass(glass, move, by, time);
            glass = { ...glass, decided, ...(move === 'confirm' ? { confirmedBy: by.official } : {}) };
          });
          const state = breakGlassState(glass, time);
          if (code !== null) expect(state).toBe(before);
          if (state === 'OPEN') {
            expect(glass.confirmedBy).toMatch(/^EXC:/);
            expect([glass.askedBy, official]).not.toContain(glass.confirmedBy);
            expect(time < glass.endsAt).toBe(true);
          }
          if (code === null && move === 'review') expect([glass.askedBy, glass.confirmedBy, official]).not.toContain(by.official);
          if (code === null) expect(by).not.toBe(official === other.official ? other : undefined);
          if (['REVIEWED', 'DECLINED', 'EXPIRED'].includes(before)) expect(state).toBe(before);
        }
      }),
    );
  });
});

describe('§13 its way', () => {
  const open: BreakGlass = { ...asked(), decided: 'OPEN', confirmedBy: second.official };
  it.each<[string, BreakGlass, keyof typeof breakGlassMoves, BreakGlassOfficer, number, string | null]>([
    ['another officer of the exchange confirms', asked(), 'confirm', second, 1, null],
    ['who asked does not', asked(), 'confirm', first, 1, 'OWN_BREAK_GLASS'],
    ['the own institution does not', asked(), 'confirm', own, 1, 'BREAK_GLASS_NOT_FOUND'],
    ['nobody confirms after the end', asked(), 'confirm', second, 8, 'BREAK_GLASS_CLOSED'],
    ['who asked takes it back', asked(), 'decline', first, 1, null],
    ['the own institution ends it', open, 'end', own, 1, null],
    ['another institution knows nothing of it', open, 'end', other, 1, 'BREAK_GLASS_NOT_FOUND'],
    ['nobody ends what is not open', asked(), 'end', own, 1, 'BREAK_GLASS_NOT_OPEN'],
    ['nobody reviews what is open', open, 'review', third, 1, 'BREAK_GLASS_STILL_OPEN'],
    ['the own institution reviews it after its end', open, 'review', own, 8, null],
    ['who confirmed does not review', open, 'review', second, 8, 'OWN_BREAK_GLASS'],
  ])('%s', (_, glass, move, by, hours, code) => {
    expect(codeOf(() => moveBreakGlass(glass, move, by, at(hours)))).toBe(code);
  });
});
