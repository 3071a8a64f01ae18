import { type BadCase, command, invented, who } from './badCase.ts';
import { authors } from './stage.ts';

/** What each kind asks for before it is signed, as the institutions have declared it. */
const asksFor: Readonly<Record<string, readonly string[]>> = {
  CourtRuling: ['caseNumber', 'court', 'ruledOn'],
  BudgetRequest: ['programme', 'fiscalYear', 'amount', 'currency'],
  PaymentOrder: ['orderNumber', 'payee', 'payeeAccount', 'amount', 'currency', 'payOn'],
  EpidemicReport: ['disease', 'region', 'periodFrom', 'periodTo', 'cases'],
  LicenceNotice: ['licenceNumber', 'holder', 'activity', 'validFrom'],
};

/** Content that has to be there before a document is signed (§4.2), by kind: what an official takes out of a draft to see it refused. */
export const requiredContent = Object.entries(asksFor).flatMap(([kind, fields]) =>
  fields.map((field) => ({ kind, field, institution: authors[kind] ?? '' })),
);

const institutions = ['JUS', 'FIN', 'MOH', 'NAR', 'STA'];
const notOffered = { code: 'KIND_NOT_OFFERED', clause: '4.3' } as const;
const isOffered = (kind: string, institution: string): boolean =>
  authors[kind] === institution || (authors[kind] === 'NAR' && institution === 'STA');

/** Kinds of other institutions (§4.3), and documents of other institutions under a kind's own command (§1.2). */
export const foreignKinds: readonly BadCase[] = Object.keys(authors).flatMap((kind) =>
  institutions
    .filter((institution) => !isOffered(kind, institution))
    .flatMap((institution) => [
      command(`draft${kind}`, () => ({ title: 'Not ours' }), {
        says: `draft${kind} by ${institution}`,
        as: who(institution, 'CLERK'),
        ...notOffered,
      }),
      command(`revise${kind}`, () => ({ documentId: `${institution}:${kind}:${invented}`, title: 'Not ours' }), {
        says: `revise${kind} by ${institution}`,
        as: who(institution, 'CLERK'),
        code: 'WRONG_PERIMETER',
        clause: '1.2',
      }),
      command(`revise${kind}`, ({ drafts }) => ({ documentId: drafts[kind], title: 'Not ours' }), {
        says: `revise${kind} by ${institution}, of a draft of its author`,
        as: who(institution, 'CLERK'),
        code: 'DOCUMENT_NOT_FOUND',
        clause: '3.1',
      }),
    ]),
);
