import { type AccessMark, type Bundle, type DocumentId, institutionOf, kindOf, parseOfficialId, type SignedPart } from '@chancery/domain';

import { carried } from './foreignFiles.ts';

/** Documents whose access mark is not INTERNAL, by their ids. */
export const marks = new Map<DocumentId, AccessMark>();

/** What a perimeter releases of a document; its signatures are well formed and no more. */
export function bundle(documentId: DocumentId): Bundle {
  const [institution, kind] = [institutionOf(documentId), kindOf(documentId)];
  const files = carried.get(documentId);
  const card = { title: 'On the reading of clause five', abstract: null, documentDate: '2026-03-01', dueAt: null };
  const signed: SignedPart = {
    documentId,
    institution,
    kind,
    version: 1,
    ...card,
    access: marks.get(documentId) ?? 'INTERNAL',
    content: { opinion: 'It says what it says.' },
    ...(files === undefined ? {} : { files }),
  };
  const signature = {
    official: parseOfficialId(`${institution}:o.petrenko`),
    name: 'Olena Petrenko',
    duty: 'SIGNATORY',
    signedAt: '2026-03-01T10:00:00.000Z',
    digest: 'a'.repeat(64),
    value: 'A'.repeat(86),
    endorsement: 'e30.e30.AAAA',
  } as const;
  return { signed, signatures: [signature], outgoingNumber: `${institution}-2026/000001`, registeredAt: '2026-03-02T09:00:00.000Z' };
}
