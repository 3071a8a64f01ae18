import { type DocumentId, type InstitutionCode, kindOf, mayTravel, Refusal, type RegulationRules } from '@chancery/domain';

/** §7.9 Lets a document go that has an open way to each of its addressees; throws `ROUTE_CLOSED` naming one that it has none to. */
export function requireRoutes(
  rules: Pick<RegulationRules, 'routes'>,
  documentId: DocumentId,
  from: InstitutionCode,
  addressees: readonly InstitutionCode[],
): void {
  const kind = kindOf(documentId);
  const closed = addressees.find((to) => !mayTravel(rules, { kind, from, to }));
  if (closed !== undefined) throw new Refusal('ROUTE_CLOSED', `Look at ${closed}.`);
}
