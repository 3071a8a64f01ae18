-- Answers are kept for a time (§1.4), and the oldest are found without a look at all.
CREATE INDEX command_request_answered ON kernel.command_request (answered_at);
