import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DocumentStatus, documentStatuses } from './document.ts';
import { Refusal } from './errors.ts';
import { type OfficialId, parseKind, parseOfficialId } from './ids.ts';
import { missingContent, requireContent, requireSignatures, statusSigned } from './signing.ts';

describe('content that is to be signed (§4.2)', () => {
  it('is complete with all that its kind asks for', () => {
    expect(missingContent(['cases', 'region'], { cases: 0, region: 'Kyiv' })).toEqual([]);
    expect(missingContent([], {})).toEqual([]);
  });

  it('is incomplete where a field is left out, null, blank or an empty list', () => {
    expect(missingContent(['a', 'b', 'c', 'd', 'e'], { b: null, c: ' ', d: [], e: ['x'] })).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is refused by the names of what is missing', () => {
    expect(() => requireContent(['court', 'ruledOn'], {})).toThrow(new Refusal('CONTENT_INCOMPLETE', 'Fill in court, ruledOn.'));
  });
});

describe('who signs', () => {
  const [first, second, third] = ['JUS:a.first', 'JUS:b.second', 'JUS:c.third'].map(parseOfficialId) as [
    OfficialId,
    OfficialId,
    OfficialId,
  ];
  const kind = parseKind('PaymentOrder');
  const one = { approvals: [], signatories: [] };
  const two = { approvals: [], signatories: [{ kind: 'PaymentOrder', count: 2 }] };
  const approving = { approvals: ['PaymentOrder'], signatories: [] };
  const statuses = fc.constantFrom(...documentStatuses);

  it.each([
    ['a draft', one, 'DRAFT', []],
    ['an approved document', one, 'APPROVED', []],
    ['an approved document whose kind asks for it', approving, 'APPROVED', []],
    ['a document that another has signed and that takes two', two, 'SIGNED', [second]],
  ] as const)('signs %s', (_, rules, status, signers) => {
    expect(statusSigned({ kind, status, signers }, first, rules)).toBe('SIGNED');
  });

  it.each([
    ['a draft whose kind is approved first', approving, 'DRAFT', [], 'APPROVAL_MISSING'],
    ['a document that enough have signed', one, 'SIGNED', [second], 'DOCUMENT_NOT_DRAFT'],
    ['a document that two have signed', two, 'SIGNED', [second, third], 'DOCUMENT_NOT_DRAFT'],
    ['a document twice', two, 'SIGNED', [first], 'ALREADY_SIGNED'],
    ['a registered document', two, 'REGISTERED', [second], 'DOCUMENT_NOT_DRAFT'],
    ['a returned document', one, 'RETURNED', [], 'DOCUMENT_NOT_DRAFT'],
    ['a withdrawn document', approving, 'WITHDRAWN', [], 'DOCUMENT_WITHDRAWN'],
  ] as const)('does not sign %s', (_, rules, status, signers, code) => {
    expect(() => statusSigned({ kind, status, signers }, first, rules)).toThrow(new Refusal(code));
  });

  it('never signs twice, nor more often than asked for, whatever is tried', () => {
    const rules = { approvals: [], signatories: [{ kind: '*', count: 3 }] };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(first, second, third), { maxLength: 8 }), (tries) => {
        const signers: OfficialId[] = [];
        let status: DocumentStatus = 'DRAFT';
        for (const official of tries) {
          try {
            status = statusSigned({ kind, status, signers }, official, rules);
            signers.push(official);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
        }
        expect(signers).toEqual([...new Set(tries)]);
      }),
    );
  });

  it('signs nothing that could not be signed without the regulation, but for a further signature', () => {
    fc.assert(
      fc.property(statuses, (status) => {
        const may = (rules: typeof one | typeof two) => {
          try {
            return statusSigned({ kind, status, signers: [second] }, first, rules) === 'SIGNED';
          } catch {
            return false;
          }
        };
        expect(may(one)).toBe(status === 'DRAFT' || status === 'APPROVED');
        expect(may(two)).toBe(status === 'DRAFT' || status === 'APPROVED' || status === 'SIGNED');
      }),
    );
  });

  it('is waited for before the document is registered', () => {
    expect(() => requireSignatures({ kind, signers: [first] }, two)).toThrow(expect.objectContaining({ code: 'SIGNATURES_MISSING' }));
    expect(() => requireSignatures({ kind, signers: [first, second] }, two)).not.toThrow();
    expect(() => requireSignatures({ kind, signers: [first] }, one)).not.toThrow();
  });
});
