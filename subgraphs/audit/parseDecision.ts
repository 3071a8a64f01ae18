import { createHash } from 'node:crypto';
import { Refusal } from '@chancery/domain';
import type { AuditedDecision, DecisionGrounds } from '@chancery/trust';

const verdicts: readonly AuditedDecision['verdict'][] = ['ALLOWED', 'PARTLY', 'REFUSED'];

/** Reads the decision of an entry that the gateway hands over; throws `BAD_INPUT` naming the field. Attributes must have the digest that names them. */
export function parseDecision(value: unknown): AuditedDecision {
  if (!isRecord(value)) return refuse('decision');
  const digest = digestOf('decision.digest', value.digest);
  return {
    bundle: digestOf('decision.bundle', value.bundle),
    clause: value.clause === null ? null : clauseOf(value.clause),
    digest,
    verdict: verdicts.find((verdict) => verdict === value.verdict) ?? refuse('decision.verdict'),
    ...(value.grounds === undefined ? {} : { grounds: groundsOf(value.grounds, digest) }),
  };
}

function groundsOf(value: unknown, digest: string): DecisionGrounds {
  if (!isRecord(value) || typeof value.attributes !== 'string' || !isRecord(value.refused)) return refuse('decision.grounds');
  if (createHash('sha256').update(value.attributes).digest('hex') !== digest) return refuse('decision.grounds.attributes');
  const refused = Object.entries(value.refused).map(([field, clause]) => [field, clause === null ? null : clauseOf(clause)] as const);
  return { attributes: value.attributes, refused: Object.fromEntries(refused) };
}

function digestOf(field: string, value: unknown): string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : refuse(field);
}

function clauseOf(value: unknown): string {
  return typeof value === 'string' && /^\d{1,2}(\.\d{1,2}){0,3}$/.test(value) ? value : refuse('decision.clause');
}

function refuse(field: string): never {
  throw new Refusal('BAD_INPUT', `Look at ${field}.`);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
