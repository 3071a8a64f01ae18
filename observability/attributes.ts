/**
 * The names of what spans may tell. Values are ids, codes and counts: never a title, a person's name, a token or content.
 */
export const attributes = {
  /** The id of what a step is about: a consignment's where there is one, else a document's. */
  exchangeId: 'exchange.id',
  /** The id of the document, where the step is about a consignment of it. */
  document: 'exchange.document',
  /** The id of the dispatch that a step belongs to. */
  dispatch: 'exchange.dispatch',
  /** The id of the audit record that an operation is kept under. */
  record: 'exchange.record',
  /** The code of the institution for which a step runs. */
  institution: 'exchange.institution',
  /** The name of the GraphQL operation or command. */
  operation: 'exchange.operation',
  /** The code of the refusal that ended a step. */
  refusal: 'exchange.refusal',
  /** The gateway's stage that gave an answer with errors. */
  stage: 'exchange.stage',
  /** Which try to deliver a consignment it is, from 1. */
  attempt: 'exchange.attempt',
  /** The code of the institution that sent what a step is about. */
  sender: 'exchange.sender',
  /** What a delivery does about its consignment: attempt, confirm, recall, expire, nothing. */
  step: 'exchange.step',
  /** How an attempt ended. */
  outcome: 'exchange.outcome',
  /** What an operation may cost at most. */
  cost: 'exchange.cost',
  /** How many records, jobs or events a step handled. */
  count: 'exchange.count',
  /** The service that is called (OpenTelemetry's own name for it). */
  peer: 'service.peer.name',
  /** The path of an HTTP request, of those that we serve (OpenTelemetry's own name for it). */
  path: 'url.path',
  /** The status of an HTTP answer (OpenTelemetry's own name for it). */
  httpStatus: 'http.response.status_code',
  /** The database system (OpenTelemetry's own name for it). */
  database: 'db.system.name',
  /** Which service's database (OpenTelemetry's own name for it). */
  databaseName: 'db.namespace',
  /** What a statement does to which tables (OpenTelemetry's own name for it). */
  statement: 'db.query.summary',
  /** The queue of jobs that are written or done (OpenTelemetry's own name for it). */
  queue: 'messaging.destination.name',
} as const;
