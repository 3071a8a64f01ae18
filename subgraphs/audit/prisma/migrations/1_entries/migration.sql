-- Evidence of one act.
CREATE TABLE "audit_entry" (
  "id" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "place" TEXT NOT NULL,
  "act" TEXT NOT NULL,
  "official" TEXT,
  "institution" TEXT,
  "duties" TEXT[],
  "documents" TEXT[],
  "consignment" TEXT,
  "outcome" TEXT NOT NULL,
  "code" TEXT,
  "clause" TEXT,
  "trace_id" TEXT NOT NULL,
  "closed_at" TIMESTAMPTZ(3),

  CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- Which entries name a document, in their order.
CREATE TABLE "entry_document" (
  "document" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "entry" TEXT NOT NULL,

  CONSTRAINT "entry_document_pkey" PRIMARY KEY ("document", "at", "entry")
);

-- What decides who may read a document.
CREATE TABLE "document_facts" (
  "id" TEXT NOT NULL,
  "institution" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "access" TEXT NOT NULL,
  "readers" TEXT[],
  "revision" INTEGER NOT NULL,

  CONSTRAINT "document_facts_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "audit_entry_by_time" ON "audit_entry"("at", "id");
CREATE INDEX "audit_entry_by_place" ON "audit_entry"("place", "at", "id");
CREATE INDEX "audit_entry_by_institution" ON "audit_entry"("institution", "at", "id");
CREATE INDEX "audit_entry_by_official" ON "audit_entry"("official", "at", "id");
CREATE INDEX "audit_entry_by_act" ON "audit_entry"("act", "at", "id");
CREATE INDEX "audit_entry_by_trace" ON "audit_entry"("trace_id");

-- Few entries have these.
CREATE INDEX "audit_entry_by_consignment" ON "audit_entry"("consignment", "at", "id") WHERE "consignment" IS NOT NULL;
CREATE INDEX "audit_entry_by_code" ON "audit_entry"("code", "at", "id") WHERE "code" IS NOT NULL;
CREATE INDEX "audit_entry_by_outcome" ON "audit_entry"("outcome", "at", "id") WHERE "outcome" <> 'DONE';

-- An entry is evidence: an open one is closed once, by its outcome; nothing else ever changes, nothing goes away.
CREATE FUNCTION "close_once"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."outcome" <> 'OPEN' OR NEW."outcome" = 'OPEN' THEN
    RAISE EXCEPTION 'audit entry % is closed', OLD."id" USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW."id", NEW."at", NEW."place", NEW."act", NEW."official", NEW."institution", NEW."duties", NEW."consignment", NEW."trace_id")
     IS DISTINCT FROM
     (OLD."id", OLD."at", OLD."place", OLD."act", OLD."official", OLD."institution", OLD."duties", OLD."consignment", OLD."trace_id")
     OR NOT NEW."documents" @> OLD."documents" THEN
    RAISE EXCEPTION 'audit entry % says what was done', OLD."id" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION "keep_evidence"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail keeps what it holds' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER "audit_entry_closes_once" BEFORE UPDATE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION "close_once"();
CREATE TRIGGER "audit_entry_stays" BEFORE DELETE OR TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();
CREATE TRIGGER "entry_document_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "entry_document"
  FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();

-- Also while a session plays the part of a replica.
ALTER TABLE "audit_entry" ENABLE ALWAYS TRIGGER "audit_entry_closes_once";
ALTER TABLE "audit_entry" ENABLE ALWAYS TRIGGER "audit_entry_stays";
ALTER TABLE "entry_document" ENABLE ALWAYS TRIGGER "entry_document_stays";
