import {
  type Caller,
  type Duty,
  type ExportOwner,
  type InstitutionCode,
  parseExportId,
  parseOfficialId,
  type Refusal,
} from '@chancery/domain';
import { type ExportableList, type Exporting, type ExportOrder, Exports, exportSettingsIn } from '@chancery/exporting';
import type { Database } from '@chancery/kernel';
import { callContext } from '../../subgraphs/kernel/context.ts';

/** The officials whom a directory knows, and what they may; a test changes it. */
export class Directory {
  readonly #callers = new Map<string, Caller>();

  /** An official as he asks. */
  admit(institution: InstitutionCode, change: Partial<Caller> = {}, name = 'o.petrenko'): Caller {
    const official = parseOfficialId(`${institution}:${name}`);
    return this.change({ official, institution, duties: ['CLERK'], clearance: false, ...change });
  }

  /** From now on the official stands so. */
  change(caller: Caller): Caller {
    this.#callers.set(caller.official, caller);
    return caller;
  }

  readonly copy: Exporting['directory'] = {
    findOfficial: async (id) => {
      const caller = this.#callers.get(id);
      const duties = (caller?.duties ?? []).map((duty: Duty) => ({
        duty,
        institution: caller?.institution ?? 'JUS',
        from: '2026-01-01T00:00:00Z',
        to: null,
      }));
      return (
        caller && { id: caller.official, name: id, institution: caller.institution, clearance: caller.clearance, duties: duties as never }
      );
    },
    callerOf: ({ id }) => {
      const caller = this.#callers.get(id);
      if (caller === undefined) throw new Error(`Nobody admitted ${id}.`);
      return caller;
    },
  };
}

/** Exports of some lists on a database, with a worker that a test starts. */
export function exportsOn(
  db: Database,
  directory: Directory['copy'],
  lists: readonly ExportableList[],
  environment: Record<string, string> = {},
  owner: ExportOwner = 'catalogue',
): Exports {
  return new Exports({ ownerFor: () => owner, db, directory, settings: exportSettingsIn(environment), lists });
}

/** A call that the gateway makes for somebody. */
export const contextOf = (caller: Caller) =>
  callContext({ issuer: 'gateway', role: 'gateway', audience: 'catalogue', caller, record: null, operation: null, token: null });

/** Begins an export. */
export async function begin(exports: Exports, caller: Caller, order: ExportOrder, requestId: string | null = null): Promise<string> {
  const call = { name: 'startExport', input: { requestId } };
  const payload = await exports.start(contextOf(caller), call, () => order);
  return (await payload.export()).id;
}

export const cancel = (exports: Exports, caller: Caller, exportId: string) =>
  exports.cancel(contextOf(caller), 'cancelExport', { exportId });

export const standing = (exports: Exports, caller: Caller, id: string) => exports.find(contextOf(caller), parseExportId(id));

/** What the route says: status, headers and bytes; the code where it refuses. */
export async function fetched(
  exports: Exports,
  caller: Caller,
  id: string,
  said: Record<string, string> = {},
): Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly code: string | null;
}> {
  const { mandate } = contextOf(caller);
  try {
    const answer = await exports.route.stream({ mandate, query: new URLSearchParams({ id, ...said }), body: undefined as never });
    const parts: Uint8Array[] = [];
    if (typeof answer.body === 'string') parts.push(Buffer.from(answer.body));
    else for await (const part of answer.body) parts.push(part as Uint8Array);
    return { status: answer.status, headers: answer.headers, bytes: Buffer.concat(parts), code: null };
  } catch (error) {
    return { status: 422, headers: {}, bytes: Buffer.alloc(0), code: (error as Refusal).code };
  }
}
