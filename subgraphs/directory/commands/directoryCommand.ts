import type { AppointmentId, BreakGlassEvent, Caller, DelegationId, Duty, InstitutionCode, OfficialId } from '@chancery/domain';
import { type CallContext, command, type Transaction } from '@chancery/kernel';
import { requireDutyFor } from '@chancery/policy';
import type { DirectoryDatabase } from '../database.ts';
import { lastVersion } from '../versions.ts';
import { requireDutyNow } from './dutyNow.ts';

/** One command of the directory, as the resolver of its field runs it. The answer holds ids; what is asked for is read by them. */
export type DirectoryCommand<Input> = (db: DirectoryDatabase, context: CallContext, input: Input) => Promise<DirectoryAnswer>;

/** Whom or what a command was about. */
export interface DirectoryAnswer {
  readonly official?: string;
  readonly appointment?: string;
  readonly delegation?: string;
  readonly breakGlass?: string;
  /** Of the regulation. */
  readonly version?: number;
  readonly [key: string]: string | number;
}

/** What every input may carry. §1.4 */
export interface CommandInput {
  readonly requestId?: string | null;
}

/** What a command changes the directory with. */
export interface DirectoryScope {
  readonly tx: Transaction;
  readonly caller: Caller;
  /** Taken when the command's turn has come: what an earlier one has ended is ended. */
  readonly now: Date;
  /** The version that the changed official gets. */
  readonly version: number;
  /** Puts on record whom it was about. §10.1 */
  tell(about: OfficialId, told: Told): void;
  /** Puts on record which sight under break-glass it was about. §10.1 */
  tellOfSight(sight: Omit<BreakGlassEvent, 'type'>): void;
  /** Puts on record which version of the regulation it was about. §10.1 */
  tellOfRegulation(version: number): void;
}

/** What was given or taken, and where. */
interface Told {
  readonly institution: InstitutionCode;
  readonly duty?: Duty | null;
  readonly reference?: AppointmentId | DelegationId;
}

/**
 * Runs a command: the duty for it first (§2.3), then one after the other, so that each decides by what all before it have left: also whether the
 * caller still holds that duty.
 */
export function directoryCommand(
  db: DirectoryDatabase,
  context: CallContext,
  call: { readonly name: string; readonly input: CommandInput },
  run: (scope: DirectoryScope) => Promise<DirectoryAnswer>,
): Promise<DirectoryAnswer> {
  return command(db, context, call, async ({ tx, caller, emit }) => {
    requireDutyFor(caller, call.name);
    const version = (await lastVersion(tx)) + 1;
    const now = new Date();
    await requireDutyNow({ tx, now }, caller, call.name);
    const tell = (officialId: OfficialId, { institution, duty = null, reference }: Told) =>
      emit({ type: 'official', officialId, institution, duty, reference: reference ?? null });
    const tellOfSight = (sight: Omit<BreakGlassEvent, 'type'>) => emit({ type: 'breakGlass', ...sight });
    const tellOfRegulation = (of: number) => emit({ type: 'regulation', version: of });
    return run({ tx, caller, now, version, tell, tellOfSight, tellOfRegulation });
  });
}
