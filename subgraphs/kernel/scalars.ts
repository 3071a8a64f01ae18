import { Refusal } from '@chancery/domain';
import { GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { GraphQLJSON } from 'graphql-scalars';

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const day = /^\d{4}-\d\d-\d\d$/;
const decimal = /^-?\d{1,18}(\.\d{1,9})?$/;

/** A moment (RFC 3339 date-time); inside a `Date`. Years 1000 to 9999. */
const DateTime = textual('DateTime', '2026-03-01T09:30:00Z', (text) => {
  const date = new Date(text);
  // An offset may carry a moment out of the years that four digits write.
  const year = date.getUTCFullYear();
  return moment.test(text) && isDay(text.slice(0, 10)) && year >= 1_000 && year <= 9_999 ? date : undefined;
});

/** A day of the calendar (RFC 3339 full-date); inside a text. */
const DateScalar = textual('Date', '2026-03-01', (text) => (isDay(text) ? text : undefined));

/** A decimal number written out, 18 digits and 9 decimals at most; inside a text, so that no cent is lost. */
const Decimal = textual('Decimal', '1250000.00', (text) => (decimal.test(text) ? text : undefined));

/** What every subgraph's SDL may name. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = { DateTime, Date: DateScalar, Decimal, JSON: GraphQLJSON };

function textual(name: string, example: string, read: (text: string) => string | Date | undefined): GraphQLScalarType {
  const parse = (value: unknown) => {
    const read_ = typeof value === 'string' ? read(value) : undefined;
    if (read_ === undefined) throw new Refusal('BAD_INPUT', `This is no ${name}: write one as "${example}".`);
    return read_;
  };
  return new GraphQLScalarType({
    name,
    serialize: (value) =>
      value instanceof Date ? (name === 'Date' ? value.toISOString().slice(0, 10) : value.toISOString()) : String(value),
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : valueFromASTUntyped(node)),
  });
}

/** Whether a text is a day that the calendar has: no 30 February. */
function isDay(text: string): boolean {
  if (!day.test(text) || text < '1000') return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
