import { Refusal, type RefusalCode } from '@chancery/domain';
import type { Response } from 'graphql-http';
import { asError } from '../errors.ts';

/** The answer to what is no request for an operation of ours. */
export function refusalResponse(code: RefusalCode, status: number, detail?: string): Response {
  const body = JSON.stringify({ errors: [asError(new Refusal(code, detail))] });
  return [body, { status, statusText: '', headers: { 'content-type': 'application/json; charset=utf-8' } }];
}
