import { type Caller, type ExportOwner, type ExportService, type InstitutionCode, isExportService, Refusal } from '@chancery/domain';
import { attributes, currentTraceId, type SpanHandle } from '@chancery/observability';
import { type AccessTokens, type AuditedDecision, type AuditRecord, type DirectoryCopy, newId, Unreachable } from '@chancery/trust';
import type { AuditDesk } from '../auditDesk.ts';
import { particularsOf } from '../auditRecords.ts';
import type { Budgets } from '../budget/budgets.ts';
import type { Purse } from '../budget/ledger.ts';
import type { Decisions } from '../operation/decisions.ts';
import type { OperationRequest } from '../passage.ts';
import { LEAST_COST, nobody } from '../stages/admit.ts';
import { askerBy } from '../stages/authenticate.ts';
import type { FileAct } from './fileActs.ts';

/** What passages of files stand on: the same tokens, rules, budgets and audit trail as operations. */
export interface FileDesk {
  readonly tokens: Pick<AccessTokens, 'read'>;
  readonly directory: Pick<DirectoryCopy, 'official' | 'findOfficial' | 'callerOf' | 'findInstitution' | 'sightsUsed'>;
  readonly decisions: Pick<Decisions, 'of' | 'stopped'>;
  readonly budgets: Pick<Budgets, 'spend'>;
  readonly desk: Pick<AuditDesk, 'put'>;
  /** Whose budgets it is charged to. */
  readonly pursesOf: (caller: Caller) => readonly Purse[];
  /** The service that makes exports of an own list, and gives them. */
  readonly exporterOf: (owner: ExportService) => string;
  /** Where records are written. */
  readonly place: string;
}

/** What one file costs of the budgets beside its bytes: as much as a list. */
const FILE_COST = 100;

/** One file on its way through the gateway. */
export interface FilePassage {
  readonly act: FileAct;
  readonly caller: Caller;
  readonly startedAt: Date;
  readonly record: string;
  readonly decision: AuditedDecision;
}

/** The same of whoever was not let in: perhaps nobody in particular. */
type Recorded = Omit<FilePassage, 'caller'> & { readonly caller: Caller | null };

/** How it ended. */
export interface FileEnd {
  readonly outcome: AuditRecord['outcome'];
  readonly documentIds?: readonly string[];
  readonly refusal?: Refusal;
}

/** Who asks (§2.1), whether he may (§2.3) and may now (§1.5). Whoever is refused is on record as refused (§10.1). Throws the refusal. */
export async function admitFile(desk: FileDesk, act: FileAct, request: Asking, span: SpanHandle): Promise<FilePassage> {
  const known: Known = { act, startedAt: new Date(), record: newId(), caller: null, decision: undefined };
  span.set(attributes.record, known.record);
  try {
    return await admitted(desk, known, request, span);
  } catch (error) {
    const end = endBy(error);
    const decision = known.decision ?? desk.decisions.stopped({ caller: known.caller, scopes: [] }, end.refusal?.clause ?? null);
    // What nobody in particular asks beyond the common bound has no entry of its own, as with operations (§10.1).
    const isFlood = known.caller === null && end.refusal?.code === 'BUDGET_SPENT';
    if (!isFlood) await putEnd(desk, { ...known, decision }, end).catch(() => undefined);
    throw error;
  }
}

/** What is found out of whoever asks, as far as that goes. */
interface Known extends Omit<FilePassage, 'caller' | 'decision'> {
  caller: Caller | null;
  decision: AuditedDecision | undefined;
}

async function admitted(desk: FileDesk, known: Known, request: Asking, span: SpanHandle): Promise<FilePassage> {
  const asker = await askerBy(desk.tokens, desk.directory, request, known.startedAt);
  if (asker === null) {
    await desk.budgets.spend(nobody, LEAST_COST);
    throw new Refusal('UNAUTHENTICATED');
  }
  const { caller, scopes } = asker;
  known.caller = caller;
  span.set(attributes.institution, caller.institution);
  await desk.budgets.spend(desk.pursesOf(caller), FILE_COST);
  const { decision, denied } = await desk.decisions.of(known.act.kind, known.act.reach, { caller, scopes });
  known.decision = decision;
  const [refusal] = denied.values();
  if (refusal !== undefined) throw refusal;
  return { ...known, caller, decision };
}

type Asking = Pick<OperationRequest, 'authorization' | 'certificate'>;

/** Puts on record that something begins: what cannot be put on record is not done (§10.2). */
export const putBeginning = (desk: FileDesk, passage: Recorded): Promise<void> =>
  desk.desk.put(recordOf(desk, passage, { outcome: 'OPEN' }, null));

/** Puts on record how it ended. */
export const putEnd = (desk: FileDesk, passage: Recorded, end: FileEnd): Promise<void> =>
  desk.desk.put(recordOf(desk, passage, end, new Date()));

/** How something ended that threw this. */
export function endBy(error: unknown): FileEnd {
  const refusal = error instanceof Unreachable ? error.toRefusal() : error;
  if (!(refusal instanceof Refusal)) return { outcome: 'FAILED' };
  const isAway = refusal.code === 'SERVICE_UNAVAILABLE' || refusal.code === 'INSTITUTION_UNAVAILABLE';
  return { outcome: isAway ? 'FAILED' : 'REFUSED', refusal };
}

/** Who makes an export of such an id, and gives it. Throws `INSTITUTION_UNKNOWN`. */
export const exporterOf = async (desk: FileDesk, owner: ExportOwner): Promise<string> =>
  isExportService(owner) ? desk.exporterOf(owner) : serverOf(desk, owner);

/** Who answers for an institution. Throws `INSTITUTION_UNKNOWN`. */
export async function serverOf({ directory }: FileDesk, institution: InstitutionCode): Promise<string> {
  const found = await directory.findInstitution(institution);
  if (found === undefined) throw new Refusal('INSTITUTION_UNKNOWN');
  return found.server;
}

function recordOf({ place, directory }: FileDesk, passage: Recorded, end: FileEnd, closedAt: Date | null): AuditRecord {
  const { act, caller, startedAt, record, decision } = passage;
  const { outcome, documentIds = [], refusal } = end;
  return {
    id: record,
    at: startedAt.toISOString(),
    place,
    act: act.name,
    official: caller?.official ?? null,
    institution: caller?.institution ?? null,
    duties: caller?.duties ?? [],
    documentIds,
    consignmentId: null,
    outcome,
    code: refusal?.code ?? (outcome === 'FAILED' ? 'INTERNAL' : null),
    clause: refusal?.clause ?? null,
    traceId: currentTraceId(),
    closedAt: closedAt?.toISOString() ?? null,
    decision,
    ...particularsOf(passage, documentIds, directory),
  };
}
