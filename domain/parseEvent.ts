import { type DelegatedDuty, duties } from './caller.ts';
import type { Act, ExchangeEvent } from './event.ts';
import { parseInstitutionCode, parseOfficialId } from './ids.ts';
import { parseMoment } from './moment.ts';
import { parsePayload } from './parsePayload.ts';
import { count, list, matching, oneOf, orNull, record, text } from './shapes.ts';
import { textLimits } from './text.ts';

const mostDuties = 50;

/**
 * What another service's feed says has happened, checked for its shape alone: past this nothing in it stops who follows. Whether the service may say
 * it is another question. Throws `BAD_INPUT` or `MALFORMED_ID` (or the refusal of a text).
 */
export function parseEvent(value: unknown): ExchangeEvent {
  const { id, position, at, act, payload } = record('event', value);
  return {
    id: matching('id', id, /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
    position: count('position', position),
    at: parseMoment('at', at),
    act: parseAct(record('act', act)),
    payload: parsePayload(record('payload', payload)),
  };
}

function parseAct({ name, official, institution, duties: held, delegatedBy, traceId, spanId }: ReturnType<typeof record>): Act {
  return {
    name: text('name', name, textLimits.line),
    official: orNull(official, parseOfficialId),
    institution: orNull(institution, parseInstitutionCode),
    duties: list('duties', held, mostDuties).map((duty) => text('duties', duty, textLimits.line)),
    ...(delegatedBy === undefined ? {} : { delegatedBy: list('delegatedBy', delegatedBy, mostDuties).map(parseDelegated) }),
    traceId: matching('traceId', traceId, /^[0-9a-f]{32}$/),
    ...(spanId === undefined ? {} : { spanId: matching('spanId', spanId, /^[0-9a-f]{16}$/) }),
  };
}

function parseDelegated(value: unknown): DelegatedDuty {
  const { duty, by } = record('delegatedBy', value);
  return { duty: oneOf('duty', duty, duties), by: parseOfficialId(by) };
}
