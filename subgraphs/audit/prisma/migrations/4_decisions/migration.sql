-- How the rules decided an operation (§10.6). Each row stands beside the entry of its id.
CREATE TABLE "decision" (
  "entry" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "bundle" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "verdict" TEXT NOT NULL,
  "clause" TEXT NOT NULL,

  CONSTRAINT "decision_pkey" PRIMARY KEY ("entry")
);

-- What a decision was made from, by its digest.
CREATE TABLE "decision_attributes" (
  "digest" TEXT NOT NULL,
  "attributes" TEXT NOT NULL,

  CONSTRAINT "decision_attributes_pkey" PRIMARY KEY ("digest")
);

-- What rules say of attributes, field by field.
CREATE TABLE "ruling" (
  "bundle" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "refused" JSONB NOT NULL,

  CONSTRAINT "ruling_pkey" PRIMARY KEY ("bundle", "digest")
);

-- Each ruling once, with how often and when it was given, is read off this alone.
CREATE INDEX "decision_by_ruling" ON "decision"("bundle", "digest", "verdict", "clause", "at");

-- They are evidence as the entries are: added, and nothing else.
CREATE TRIGGER "decision_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "decision"
  FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();
CREATE TRIGGER "decision_attributes_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "decision_attributes"
  FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();
CREATE TRIGGER "ruling_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ruling"
  FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();

ALTER TABLE "decision" ENABLE ALWAYS TRIGGER "decision_stays";
ALTER TABLE "decision_attributes" ENABLE ALWAYS TRIGGER "decision_attributes_stays";
ALTER TABLE "ruling" ENABLE ALWAYS TRIGGER "ruling_stays";
