-- What every service's database holds beside its own tables.

-- What happened, written in the transaction in which it happened. A position is given when somebody first asks
-- for the row: only committed rows are then seen, so positions have no gap and never appear out of order.
CREATE TABLE kernel.outbox (
  row_id bigserial PRIMARY KEY,
  event_id text NOT NULL UNIQUE,
  position bigint UNIQUE,
  at timestamptz NOT NULL,
  act jsonb NOT NULL,
  payload jsonb NOT NULL
);
CREATE INDEX outbox_waiting ON kernel.outbox (row_id) WHERE position IS NULL;

-- The answer to a command that carried a request id: the same id from the same caller gets it again.
CREATE TABLE kernel.command_request (
  official text NOT NULL,
  request_id text NOT NULL,
  command text NOT NULL,
  input_digest text NOT NULL,
  answer jsonb NOT NULL,
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (official, request_id)
);

-- How far this service has followed another's feed.
CREATE TABLE kernel.follow_cursor (
  source text PRIMARY KEY,
  position bigint NOT NULL
);
