-- Evidence is only ever added (§10.5): what closes an entry is a row of its own. Entries that were closed before stay as they are.

-- How an entry ended that was opened before: at most one for each.
CREATE TABLE "audit_closing" (
  "entry" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "outcome" TEXT NOT NULL,
  "code" TEXT,
  "clause" TEXT,
  "documents" TEXT[],
  "closed_at" TIMESTAMPTZ(3),

  CONSTRAINT "audit_closing_pkey" PRIMARY KEY ("entry"),
  CONSTRAINT "audit_closing_outcome_check" CHECK ("outcome" <> 'OPEN')
);

-- Few closings have these.
CREATE INDEX "audit_closing_by_code" ON "audit_closing"("code", "at", "entry") WHERE "code" IS NOT NULL;
CREATE INDEX "audit_closing_by_outcome" ON "audit_closing"("outcome", "at", "entry") WHERE "outcome" <> 'DONE';

-- Which entries wait for their closing, so that they are found among millions; not evidence, for the two tables above say it too.
CREATE TABLE "open_entry" (
  "at" TIMESTAMPTZ(3) NOT NULL,
  "entry" TEXT NOT NULL,

  CONSTRAINT "open_entry_pkey" PRIMARY KEY ("at", "entry")
);
INSERT INTO "open_entry" ("at", "entry") SELECT "at", "id" FROM "audit_entry" WHERE "outcome" = 'OPEN';

-- An entry is closed once, and only one that was opened.
DROP TRIGGER "audit_entry_closes_once" ON "audit_entry";
DROP TRIGGER "audit_entry_stays" ON "audit_entry";
DROP FUNCTION "close_once"();
CREATE FUNCTION "close_open_entry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "audit_entry" WHERE "id" = NEW."entry" AND "at" = NEW."at" AND "outcome" = 'OPEN') THEN
    RAISE EXCEPTION 'audit entry % is not open', NEW."entry" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "audit_closing_of_open_entry" BEFORE INSERT ON "audit_closing" FOR EACH ROW EXECUTE FUNCTION "close_open_entry"();
CREATE TRIGGER "audit_entry_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();
CREATE TRIGGER "audit_closing_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_closing"
  FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();

-- The service's role may not even try; these stop whoever owns the tables, also while a session plays the part of a replica.
-- Row level security would add nothing: who can drop a trigger can drop a policy.
ALTER TABLE "audit_closing" ENABLE ALWAYS TRIGGER "audit_closing_of_open_entry";
ALTER TABLE "audit_entry" ENABLE ALWAYS TRIGGER "audit_entry_stays";
ALTER TABLE "audit_closing" ENABLE ALWAYS TRIGGER "audit_closing_stays";
