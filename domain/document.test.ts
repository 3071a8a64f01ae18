import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DocumentStatus, documentMoves, documentStatuses, isRegistered } from './document.ts';
import { Refusal } from './errors.ts';
import { after } from './lifecycle.ts';

type MoveName = keyof typeof documentMoves;

const moves = Object.keys(documentMoves) as MoveName[];
const walks = fc.array(fc.constantFrom(...moves), { maxLength: 30 });

/** Every status on the way of a document to which these moves are tried in turn; a refused one leaves it where it is. */
function wayOf(walk: readonly MoveName[]): readonly DocumentStatus[] {
  const way: DocumentStatus[] = ['DRAFT'];
  for (const name of walk) way.push(tried(name, way.at(-1) ?? 'DRAFT'));
  return way;
}

function tried(name: MoveName, status: DocumentStatus): DocumentStatus {
  try {
    return after(documentMoves[name], status);
  } catch {
    return status;
  }
}

describe('a document', () => {
  it('is registered at most once, and only after it was signed', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const way = wayOf(walk);
        const registrations = way.filter((status, index) => status === 'REGISTERED' && way[index - 1] !== 'REGISTERED');
        expect(registrations.length).toBeLessThanOrEqual(1);
        if (registrations.length === 1) expect(way[way.indexOf('REGISTERED') - 1]).toBe('SIGNED');
      }),
    );
  });

  it('is known to others for good once it is registered', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const way = wayOf(walk);
        const first = way.findIndex(isRegistered);
        if (first !== -1) expect(way.slice(first).every(isRegistered)).toBe(true);
      }),
    );
  });

  it('does not change any more once it is signed, but for being withdrawn or registered', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const way = wayOf(walk);
        const signed = way.indexOf('SIGNED');
        if (signed !== -1) expect(way.slice(signed)).not.toContain('DRAFT');
      }),
    );
  });

  it('is never signed while it waits for approval, or after it was given back', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const way = wayOf(walk);
        way.forEach((status, index) => {
          if (status === 'SIGNED' && way[index - 1] !== 'SIGNED') expect(['DRAFT', 'APPROVED']).toContain(way[index - 1]);
        });
      }),
    );
  });

  it('does not change between its submission and its signature, unless it was given back', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        let isGivenBack = true;
        const way = wayOf(walk);
        way.forEach((status, index) => {
          if (status === 'IN_APPROVAL') isGivenBack = false;
          if (status === 'RETURNED') isGivenBack = true;
          if (status === 'DRAFT' && way[index - 1] !== 'DRAFT') expect(isGivenBack).toBe(true);
        });
      }),
    );
  });

  it('can always still come to an end', () => {
    const way = ['revise', 'submit', 'approve', 'sign', 'register', 'file'] as const;
    fc.assert(
      fc.property(walks, (walk) => {
        expect(['FILED', 'WITHDRAWN']).toContain(wayOf([...walk, ...way]).at(-1));
      }),
    );
  });

  it('stays withdrawn', () => {
    for (const name of moves) expect(() => after(documentMoves[name], 'WITHDRAWN')).toThrow(new Refusal('DOCUMENT_WITHDRAWN'));
  });

  it('refuses every other move with a code, never with a fault', () => {
    for (const status of documentStatuses)
      for (const name of moves)
        if (!(documentMoves[name].from as readonly DocumentStatus[]).includes(status))
          expect(() => after(documentMoves[name], status)).toThrow(Refusal);
  });

  it.each([
    ['sign', 'SIGNED', 'DOCUMENT_NOT_DRAFT'],
    ['sign', 'IN_APPROVAL', 'APPROVAL_MISSING'],
    ['sign', 'RETURNED', 'DOCUMENT_NOT_DRAFT'],
    ['submit', 'IN_APPROVAL', 'DOCUMENT_ALREADY_SUBMITTED'],
    ['submit', 'RETURNED', 'DOCUMENT_NOT_DRAFT'],
    ['approve', 'DRAFT', 'DOCUMENT_NOT_SUBMITTED'],
    ['return', 'SIGNED', 'DOCUMENT_NOT_SUBMITTED'],
    ['revise', 'APPROVED', 'DOCUMENT_NOT_DRAFT'],
    ['revise', 'REGISTERED', 'DOCUMENT_NOT_DRAFT'],
    ['register', 'DRAFT', 'DOCUMENT_NOT_SIGNED'],
    ['register', 'REGISTERED', 'DOCUMENT_NOT_SIGNED'],
    ['withdraw', 'FILED', 'DOCUMENT_ALREADY_REGISTERED'],
    ['file', 'SIGNED', 'DOCUMENT_NOT_REGISTERED'],
    ['file', 'FILED', 'ALREADY_FILED'],
  ] as const)('refuses to %s from %s with %s', (name, status, code) => {
    expect(() => after(documentMoves[name], status)).toThrow(new Refusal(code));
  });
});
