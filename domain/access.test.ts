import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DocumentFacts, mayReadCard, mayReadConsignment, mayReadContent } from './access.ts';
import { type Caller, duties } from './caller.ts';
import { accessMarks, documentStatuses, isRegistered } from './document.ts';
import { parseInstitutionCode, parseOfficialId } from './ids.ts';

const codes = fc.constantFrom(...['JUS', 'FIN', 'MOH', 'EXC'].map(parseInstitutionCode));
const callers: fc.Arbitrary<Caller> = fc.record({
  official: fc.constant(parseOfficialId('JUS:o.petrenko')),
  institution: codes,
  duties: fc.subarray([...duties]),
  clearance: fc.boolean(),
});
const documents: fc.Arbitrary<DocumentFacts> = fc.record({
  institution: codes,
  status: fc.constantFrom(...documentStatuses),
  access: fc.constantFrom(...accessMarks),
  readers: fc.subarray(['JUS', 'FIN', 'MOH'].map(parseInstitutionCode)),
});
const pairs = fc.tuple(callers, documents);

describe('a document (§3.1)', () => {
  it('is for its author institution only before it is registered, whatever its mark', () => {
    fc.assert(
      fc.property(pairs, ([caller, document]) => {
        if (isRegistered(document.status)) return;
        expect(mayReadCard(caller, document)).toBe(caller.institution === document.institution);
      }),
    );
  });

  it('shows its card to whoever may read its content', () => {
    fc.assert(fc.property(pairs, ([caller, document]) => !mayReadContent(caller, document) || mayReadCard(caller, document)));
  });

  it('is, once registered, for nobody but its parties unless it is PUBLIC; its card also for analysts of the exchange', () => {
    fc.assert(
      fc.property(pairs, ([caller, document]) => {
        const isParty = [document.institution, ...document.readers].includes(caller.institution);
        if (!isRegistered(document.status) || document.access === 'PUBLIC' || isParty) return;
        expect(mayReadContent(caller, document)).toBe(false);
        const isAnalyst = caller.institution === 'EXC' && caller.duties.includes('ANALYST');
        expect(mayReadCard(caller, document)).toBe(isAnalyst && document.access === 'INTERNAL');
      }),
    );
  });

  it('is never shown without clearance when it is RESTRICTED and registered', () => {
    fc.assert(
      fc.property(pairs, ([caller, document]) => {
        const isSecret = document.access === 'RESTRICTED' && isRegistered(document.status);
        if (isSecret && !caller.clearance) expect(mayReadCard(caller, document)).toBe(false);
      }),
    );
  });
});

describe('a consignment (§3.2)', () => {
  const parties = fc.tuple(codes, codes, fc.constantFrom(...accessMarks));

  it('is for its sender and its recipient, of a RESTRICTED document with clearance', () => {
    fc.assert(
      fc.property(callers, parties, (caller, [from, to, access]) => {
        const isParty = caller.institution === from || caller.institution === to;
        expect(mayReadConsignment(caller, { from, to, access })).toBe(isParty && (caller.clearance || access !== 'RESTRICTED'));
      }),
    );
  });
});
