import { appoints, audits, commands, explains, isOfficial, reads, readsCard, readsConsignment, readsContent, reviews } from './clauses.ts';
import type { Rule } from './language.ts';

/** Rules by type and field. `*` in a name stands for any letters; the name of a union stands for each of its members. */
export interface Regulation {
  readonly [type: string]: { readonly [field: string]: Rule };
}

/**
 * Who may ask for what (§2). What is not named here is denied.
 * Which rows of it a caller may know of (§3) is undecided here and decided where they are kept: a gateway that asked there first would
 * reveal them.
 */
export const regulation: Regulation = {
  Query: {
    // who takes part
    me: isOfficial,
    official: isOfficial,
    appointments: appoints,
    institution: isOfficial,
    institutions: isOfficial,
    // what was agreed on
    regulation: isOfficial,
    regulations: isOfficial,
    // documents and their way
    document: reads,
    documents: reads,
    inbox: reads,
    notices: reads,
    consignment: reads,
    dispatch: reads,
    documentStatistics: reads,
    exchangeStatistics: reads,
    // what is taken out
    export: reads,
    exports: reads,
    perimeterExport: reads,
    perimeterExports: reads,
    // of which list somebody may, the directory decides
    directoryExport: isOfficial,
    directoryExports: isOfficial,
    // evidence
    auditEntries: audits,
    auditExport: audits,
    auditExports: audits,
    explainAccess: explains,
    // sight in an emergency
    breakGlasses: reviews,
  },

  Mutation: commands,
  '*Payload': { '*': isOfficial },

  Institution: { '*': isOfficial },
  Official: { '*': isOfficial },
  HeldDuty: { '*': isOfficial },
  Delegation: { '*': isOfficial },
  Appointment: { '*': isOfficial },

  Regulation: { '*': isOfficial },
  'Regulation*': { '*': isOfficial },

  Document: { auditEntries: readsContent, files: readsContent, '*': readsCard },
  /** Whatever kinds there are. */
  Content: { '*': readsContent },
  DocumentFile: { '*': reads },
  Signature: { '*': readsCard },
  Approval: { '*': reads },
  Retention: { '*': reads },

  Dispatch: { '*': reads },
  Consignment: { '*': readsConsignment },
  ConsignmentCopy: { '*': reads },
  DeliveryAttempt: { '*': reads },
  Receipt: { '*': reads },
  RegistrationRefusal: { '*': reads },
  Resolution: { '*': reads },
  Notice: { '*': reads },

  DocumentStatistic: { '*': reads },
  DocumentFacet: { '*': reads },
  FacetValue: { '*': reads },
  ExchangeStatistic: { '*': reads },
  Export: { '*': isOfficial },
  ExportProgress: { '*': isOfficial },
  ExportFailure: { '*': isOfficial },
  AuditEntry: { decision: audits, '*': reads },
  AuditDecision: { '*': audits },
  AuditedExport: { '*': reads },
  DelegatedDuty: { '*': reads },
  AccessExplanation: { '*': explains },
  ExplainedClause: { '*': explains },
  AccessFact: { '*': explains },

  BreakGlass: { '*': reviews },

  '*Connection': { '*': isOfficial },
  '*Edge': { '*': isOfficial },
  PageInfo: { '*': isOfficial },
};
