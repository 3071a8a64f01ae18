import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from './errors.ts';
import {
  consignmentId,
  dispatchId,
  documentId,
  exportId,
  institutionOf,
  kindOf,
  ownerOfExport,
  parseConsignmentId,
  parseDocumentId,
  parseExportId,
  parseInstitutionCode,
  parseKind,
  parseOfficialId,
  perimeterOfExport,
} from './ids.ts';

const codes = fc.stringMatching(/^[A-Z][A-Z0-9]{1,11}$/).map(parseInstitutionCode);
const kinds = fc.stringMatching(/^[A-Z][A-Za-z0-9]{1,63}$/).map(parseKind);
const ulids = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);

describe('an id', () => {
  it('says whose and what it is', () => {
    fc.assert(
      fc.property(codes, kinds, ulids, (code, kind, ulid) => {
        const id = documentId(code, kind, ulid);
        expect(parseDocumentId(id)).toBe(id);
        expect(institutionOf(id)).toBe(code);
        expect(kindOf(id)).toBe(kind);
        expect(institutionOf(consignmentId(code, ulid))).toBe(code);
        expect(institutionOf(dispatchId(code, ulid))).toBe(code);
      }),
    );
  });

  it('is never taken from what is none', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => parseDocumentId(value)).toThrow(Refusal);
        expect(() => parseConsignmentId(value)).toThrow(Refusal);
      }),
    );
  });

  it.each([
    'JUS',
    'jus:LegalOpinion:01JD0000000000000000000000',
    'JUS:legalOpinion:01JD0000000000000000000000',
    'JUS:LegalOpinion:01JD000000000000000000000',
    'JUS:LegalOpinion:81JD0000000000000000000000',
    'JUS:LegalOpinion:01JD000000000000000000000I',
    'JUS:LegalOpinion:01JD0000000000000000000000\n',
    ' JUS:LegalOpinion:01JD0000000000000000000000',
    "JUS:LegalOpinion:01JD0000000000000000000000' OR 1=1",
  ])('is not %j', (text) => {
    expect(() => parseDocumentId(text)).toThrow(new Refusal('MALFORMED_ID', 'This is no document id, such as JUS:LegalOpinion:01JD….'));
  });

  it('of an export says whose list it is made of: a service’s, or an institution’s', () => {
    fc.assert(
      fc.property(codes, ulids, (code, ulid) => {
        const id = exportId(code, ulid);
        expect(parseExportId(id)).toBe(id);
        expect([ownerOfExport(id), perimeterOfExport(id)]).toEqual([code, code]);
        expect(() => parseDocumentId(id)).toThrow(Refusal);
        for (const service of ['catalogue', 'audit', 'directory'] as const)
          expect([ownerOfExport(exportId(service, ulid)), perimeterOfExport(exportId(service, ulid))]).toEqual([service, null]);
      }),
    );
    for (const owner of ['exchange', 'jus', 'J', '', 'JUS:JUS'])
      expect(() => parseExportId(`${owner}:export:01JD0000000000000000000000`)).toThrow(Refusal);
  });

  it('names an official in small letters', () => {
    expect(institutionOf(parseOfficialId('JUS:o.petrenko'))).toBe('JUS');
    for (const text of ['JUS:', 'JUS:O.Petrenko', 'JUS:.petrenko', 'petrenko']) expect(() => parseOfficialId(text)).toThrow(Refusal);
  });
});
