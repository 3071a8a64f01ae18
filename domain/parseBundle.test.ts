import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bundle, signedText } from './bundle.ts';
import { canonical, type Json } from './canonical.ts';
import { Refusal } from './errors.ts';
import { parseDocumentId, parseInstitutionCode, parseKind, parseOfficialId } from './ids.ts';
import { bundleLimits, parseBundle } from './parseBundle.ts';

const bundle: Bundle = {
  signed: {
    documentId: parseDocumentId('JUS:LegalOpinion:01JD0000000000000000000000'),
    institution: parseInstitutionCode('JUS'),
    kind: parseKind('LegalOpinion'),
    version: 1,
    title: 'On fees',
    abstract: null,
    access: 'INTERNAL',
    documentDate: '2026-03-01',
    dueAt: '2026-04-01T12:00:00.000Z',
    content: { question: 'Who pays?\nAnd when?', legalBasis: ['Act 1'], pages: 3 },
  },
  signatures: [
    {
      official: parseOfficialId('JUS:o.petrenko'),
      name: 'Olena Petrenko',
      duty: 'SIGNATORY',
      signedAt: '2026-03-01T10:00:00.000Z',
      digest: 'a'.repeat(64),
      value: 'b'.repeat(86),
      endorsement: 'a.b.c',
    },
  ],
  outgoingNumber: 'JUS-2026/000001',
  registeredAt: '2026-03-01T11:00:00.000Z',
};
const [signature] = bundle.signatures;

const withSigned = (signed: object): unknown => ({ ...bundle, signed: { ...bundle.signed, ...signed } });

describe('a bundle', () => {
  it('is taken letter for letter', () => {
    expect(parseBundle(JSON.parse(JSON.stringify(bundle)))).toEqual(bundle);
    expect(signedText(parseBundle(bundle).signed)).toBe(signedText(bundle.signed));
  });

  it('keeps nothing that the standard does not name', () => {
    expect(parseBundle({ ...bundle, note: 'x' })).toEqual(bundle);
  });

  it.each([
    ['nothing', null],
    ['a list', [bundle]],
    ['no signature', { ...bundle, signatures: [] }],
    ['too many signatures', { ...bundle, signatures: Array(bundleLimits.signatures + 1).fill(signature) }],
    ['another institution than its id', withSigned({ institution: 'FIN' })],
    ['another kind than its id', withSigned({ kind: 'CourtRuling' })],
    ['a day that the calendar lacks', withSigned({ documentDate: '2026-02-30' })],
    ['a moment that is none', withSigned({ dueAt: 'soon' })],
    ['an unknown mark', withSigned({ access: 'SECRET' })],
    ['a version before the first', withSigned({ version: 0 })],
    ['a strange field', withSigned({ content: { __proto__x: 1 } })],
    ['too many fields', withSigned({ content: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}`, i])) })],
    ['too long a list', withSigned({ content: { list: Array(101).fill('x') } })],
    ['content nested too deep', withSigned({ content: { a: { b: { c: { d: { e: 1 } } } } } })],
    ['a digest that is none', { ...bundle, signatures: [{ ...signature, digest: 'A'.repeat(64) }] }],
    ['an endless endorsement', { ...bundle, signatures: [{ ...signature, endorsement: `a.${'b'.repeat(5_000)}.c` }] }],
  ])('is refused with %s', (_, value) => {
    expect(() => parseBundle(value)).toThrow(Refusal);
  });

  it('is refused when it is too large', () => {
    const content = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`f${i}`, 'x'.repeat(199_000)]));
    expect(() => parseBundle(withSigned({ content }))).toThrow(new Refusal('TEXT_TOO_LONG', 'The content is too large.'));
  });

  it('never makes anything but a bundle or a refusal of what strangers send', () => {
    fc.assert(
      fc.property(fc.jsonValue() as fc.Arbitrary<Json>, (content) => {
        try {
          expect(canonical(parseBundle(withSigned({ content })).signed.content)).toBe(canonical(content));
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });
});
