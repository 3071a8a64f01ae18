/**
 * The names of what spans may tell. Values are ids, codes and counts: never a title, a person's name, a token or content.
 */
export const attributes = {
  /** The id of the document, consignment or dispatch that a step is about. */
  exchangeId: 'exchange.id',
  /** The code of the institution for which a step runs. */
  institution: 'exchange.institution',
  /** The name of the GraphQL operation or command. */
  operation: 'exchange.operation',
  /** The code of the refusal that ended a step. */
  refusal: 'exchange.refusal',
  /** Which try to deliver a consignment it is, from 1. */
  attempt: 'exchange.attempt',
  /** The code of the institution that sent what a step is about. */
  sender: 'exchange.sender',
  /** How an attempt ended. */
  outcome: 'exchange.outcome',
  /** The state that a consignment came to. */
  state: 'exchange.state',
  /** How many rows, entities or events a step handled. */
  count: 'exchange.count',
  /** The service that is called (OpenTelemetry's own name for it). */
  peer: 'service.peer.name',
  /** The status of an HTTP answer (OpenTelemetry's own name for it). */
  httpStatus: 'http.response.status_code',
  /** The database system (OpenTelemetry's own name for it). */
  database: 'db.system.name',
  /** A database operation in short, without values (OpenTelemetry's own name for it). */
  databaseOperation: 'db.operation.name',
} as const;
