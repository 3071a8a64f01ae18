-- CreateTable
CREATE TABLE "regulation" (
    "version" INTEGER NOT NULL,
    "rules" JSONB NOT NULL,
    "note" TEXT,
    "asked_from" TIMESTAMPTZ(3),
    "proposed_by" TEXT,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "regulation_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "regulation_decision" (
    "version" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "effective_from" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "change" INTEGER,

    CONSTRAINT "regulation_decision_pkey" PRIMARY KEY ("version")
);

-- CreateIndex
CREATE UNIQUE INDEX "regulation_change" ON "regulation_decision"("change");

-- CreateIndex
CREATE INDEX "regulation_in_force" ON "regulation_decision"("effective_from", "version");

-- AddForeignKey
ALTER TABLE "regulation_decision" ADD CONSTRAINT "regulation_decision_version_fkey" FOREIGN KEY ("version") REFERENCES "regulation"("version") ON DELETE NO ACTION ON UPDATE NO ACTION;


-- What the columns may say.
ALTER TABLE "regulation" ADD CONSTRAINT "regulation_counts" CHECK ("version" >= 1);
ALTER TABLE "regulation_decision" ADD CONSTRAINT "regulation_decision_outcome" CHECK (
    ("outcome" = 'CONFIRMED' AND "effective_from" IS NOT NULL AND "change" IS NOT NULL)
    OR ("outcome" = 'DECLINED' AND "effective_from" IS NULL AND "change" IS NULL));
-- §16.1 A version never takes effect before it was confirmed.
ALTER TABLE "regulation_decision" ADD CONSTRAINT "regulation_decision_ahead" CHECK ("effective_from" >= "decided_at");

-- §16.3 A version is never edited, and its decision neither.
CREATE FUNCTION "regulation_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A version of the regulation is never edited: propose a new one.';
END
$$;
CREATE TRIGGER "regulation_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "regulation" FOR EACH STATEMENT EXECUTE FUNCTION "regulation_stays"();
CREATE TRIGGER "regulation_decision_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "regulation_decision" FOR EACH STATEMENT EXECUTE FUNCTION "regulation_stays"();
ALTER TABLE "regulation" ENABLE ALWAYS TRIGGER "regulation_stays";
ALTER TABLE "regulation_decision" ENABLE ALWAYS TRIGGER "regulation_decision_stays";

-- §16.2 Whoever proposed a version does not confirm it.
CREATE FUNCTION "regulation_four_eyes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."outcome" = 'CONFIRMED' AND EXISTS (
        SELECT 1 FROM "regulation" r WHERE r."version" = NEW."version" AND r."proposed_by" IS NOT NULL AND r."proposed_by" IS NOT DISTINCT FROM NEW."decided_by")
    THEN RAISE EXCEPTION 'Who proposed a version of the regulation does not confirm it.';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "regulation_four_eyes" BEFORE INSERT ON "regulation_decision" FOR EACH ROW EXECUTE FUNCTION "regulation_four_eyes"();
ALTER TABLE "regulation_decision" ENABLE ALWAYS TRIGGER "regulation_four_eyes";
