import type { ServerResponse } from 'node:http';
import { Refusal } from '@chancery/domain';
import { currentTraceId, type SpanHandle } from '@chancery/observability';
import { Unreachable } from '@chancery/trust';
import { BudgetSpent } from '../budget/budgetSpent.ts';
import { asError, internal, reportFault } from '../errors.ts';

type Headers = Readonly<Record<string, string>>;

/** Answers with JSON. */
export function tell(response: ServerResponse, status: number, value: object, headers: Headers = {}): void {
  const body = JSON.stringify(value);
  const length = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}

/** Answers as operations are answered that were refused: code, clause, and what to do; of how we work nothing. */
export function tellRefusal(response: ServerResponse, thrown: unknown, span: SpanHandle, headers: Headers = {}): void {
  const refusal = thrown instanceof Unreachable ? thrown.toRefusal() : thrown;
  if (!(refusal instanceof Refusal)) {
    span.refuse('INTERNAL');
    reportFault(thrown, currentTraceId());
    tell(response, 500, { errors: [internal()] }, headers);
    return;
  }
  span.refuse(refusal.code);
  const later = refusal instanceof BudgetSpent ? { 'retry-after': String(refusal.retryAfter) } : {};
  tell(response, statusOf(refusal), { errors: [asError(refusal)] }, { ...headers, ...later });
}

function statusOf({ code }: Refusal): number {
  switch (code) {
    case 'UNAUTHENTICATED':
    case 'TOKEN_EXPIRED':
    case 'TOKEN_INVALID':
    case 'OFFICIAL_UNKNOWN':
      return 401;
    case 'DUTY_REQUIRED':
    case 'OFFICIAL_DISMISSED':
      return 403;
    case 'FILE_NOT_FOUND':
    case 'DOCUMENT_NOT_FOUND':
    case 'EXPORT_NOT_FOUND':
    case 'INSTITUTION_UNKNOWN':
    case 'NOT_OFFERED':
      return 404;
    case 'EXPORT_FAILED':
    case 'EXPORT_CANCELLED':
    case 'EXPORT_EXPIRED':
      return 410;
    case 'FILE_TOO_LARGE':
      return 413;
    case 'FILE_TYPE_REFUSED':
    case 'FILE_TYPE_MISMATCH':
      return 415;
    case 'FILE_INFECTED':
      return 422;
    case 'BUDGET_SPENT':
    case 'FILES_WAITING':
      return 429;
    case 'SERVICE_UNAVAILABLE':
    case 'INSTITUTION_UNAVAILABLE':
    case 'AUDIT_UNAVAILABLE':
      return 503;
    default:
      return 400;
  }
}
