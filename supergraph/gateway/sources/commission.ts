import { type Caller, Refusal } from '@chancery/domain';
import { bearerTokenIn } from '@chancery/trust';
import type { OperationDefinitionNode } from 'graphql';
import type { Passage } from '../passage.ts';
import type { Deadline } from '../stages/deadline.ts';

/** For whom and under which record the gateway asks; one for each operation. */
export interface Commission {
  readonly caller: Caller | null;
  /** The audit record's id. */
  readonly record: string;
  readonly operation: string | null;
  /** The caller's own access token, where the operation is a command. */
  readonly token: string | null;
  /** Documents that were asked for: noted here, they go on record. */
  readonly documents: Set<string>;
  /** How long its operation may take: then its fetches end. */
  readonly deadline?: Deadline | undefined;
  /** Bytes that were read for it. */
  readBytes?: number;
  /** Whose reads it shares; see `scopeOf`. */
  scope?: string;
}

/** For whom a passage's operation is run. */
export function commissionOf(
  definition: OperationDefinitionNode,
  { request, caller, record, documents }: Passage,
  deadline: Deadline | undefined,
): Commission {
  const token = definition.operation === 'mutation' ? bearerTokenIn(request.authorization) : null;
  return { caller, record, operation: definition.name?.value ?? null, token, documents, deadline };
}

/** All that a mandate for a read says of whom it is for: reads are shared where it is the same. Null for who has not signed in, and shares with nobody. */
export function scopeOf(commission: Commission): string | null {
  const { caller, operation } = commission;
  if (caller === null) return null;
  commission.scope ??= JSON.stringify([caller, operation]);
  return commission.scope;
}

/** What all replies to one operation may weigh together: they are in memory until its answer leaves. */
const HEAVIEST_OPERATION = 64 * 1024 * 1024;

/** So many more bytes were read for it. Throws `OPERATION_TOO_LARGE` where one operation gathers too much. */
export function weigh(commission: Commission, bytes: number): void {
  commission.readBytes = (commission.readBytes ?? 0) + bytes;
  if (commission.readBytes > HEAVIEST_OPERATION) throw new Refusal('OPERATION_TOO_LARGE');
}
