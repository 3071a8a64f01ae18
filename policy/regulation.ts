import { audits, commands, explains, isOfficial, reads } from './clauses.ts';
import type { Rule } from './shield.ts';

/** Rules by type and field. `*` in a name stands for any letters; the name of a union stands for each of its members. */
export interface Regulation {
  readonly [type: string]: { readonly [field: string]: Rule };
}

/**
 * Who may ask for what (§2). What is not named here is denied.
 * Which rows of it a caller may know of (§3) is decided where they are kept: a gateway that asked there first would reveal them.
 */
export const regulation: Regulation = {
  Query: {
    // who takes part
    me: isOfficial,
    institution: isOfficial,
    institutions: isOfficial,
    // documents and their way
    document: reads,
    documents: reads,
    inbox: reads,
    notices: reads,
    consignment: reads,
    dispatch: reads,
    exchangeStatistics: reads,
    // evidence
    auditEntries: audits,
    explainAccess: explains,
  },

  Mutation: commands,
  '*Payload': { '*': isOfficial },

  Institution: { '*': isOfficial },
  Official: { '*': isOfficial },
  HeldDuty: { '*': isOfficial },

  Document: { '*': reads },
  /** Whatever kinds there are. */
  Content: { '*': reads },
  Signature: { '*': reads },

  Dispatch: { '*': reads },
  Consignment: { '*': reads },
  ConsignmentCopy: { '*': reads },
  DeliveryAttempt: { '*': reads },
  Receipt: { '*': reads },
  RegistrationRefusal: { '*': reads },
  Resolution: { '*': reads },
  Notice: { '*': reads },

  ExchangeStatistic: { '*': reads },
  AuditEntry: { '*': reads },
  AccessExplanation: { '*': explains },
  ExplainedClause: { '*': explains },
  AccessFact: { '*': explains },

  '*Connection': { '*': isOfficial },
  '*Edge': { '*': isOfficial },
  PageInfo: { '*': isOfficial },
};
