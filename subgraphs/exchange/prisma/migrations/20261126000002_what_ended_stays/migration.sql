-- What the exchange has to prove stays as it was, whoever holds the tables: also while a session plays the part of a replica.
CREATE FUNCTION "keep_evidence"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% keeps what it holds', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER "dispatch_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "dispatch" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();

-- §7.7 A consignment ends once, and is called back or given up only before it is delivered; §7.8 a receipt stays, and so does what it is of.
CREATE TRIGGER "consignment_ends_once" BEFORE UPDATE ON "consignment" FOR EACH ROW
  WHEN ((OLD."state" IN ('REGISTERED', 'REFUSED', 'EXPIRED', 'WITHDRAWN') AND NEW."state" <> OLD."state")
    OR (OLD."state" = 'DELIVERED' AND NEW."state" NOT IN ('DELIVERED', 'REGISTERED', 'REFUSED'))
    OR (OLD."receipt" IS NOT NULL AND NEW."receipt" IS DISTINCT FROM OLD."receipt")
    OR (OLD."delivered_at" IS NOT NULL AND NEW."delivered_at" IS DISTINCT FROM OLD."delivered_at")
    OR (OLD."id", OLD."dispatch_id", OLD."document_id", OLD."sender", OLD."recipient", OLD."access", OLD."accepted_at", OLD."expires_at")
       IS DISTINCT FROM
       (NEW."id", NEW."dispatch_id", NEW."document_id", NEW."sender", NEW."recipient", NEW."access", NEW."accepted_at", NEW."expires_at"))
  EXECUTE FUNCTION "keep_evidence"();
CREATE TRIGGER "consignment_stays" BEFORE DELETE OR TRUNCATE ON "consignment" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();

CREATE TRIGGER "attempt_ends_once" BEFORE UPDATE ON "attempt" FOR EACH ROW WHEN (OLD."outcome" IS NOT NULL) EXECUTE FUNCTION "keep_evidence"();
CREATE TRIGGER "attempt_stays" BEFORE DELETE OR TRUNCATE ON "attempt" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();

ALTER TABLE "dispatch" ENABLE ALWAYS TRIGGER "dispatch_stays";
ALTER TABLE "consignment" ENABLE ALWAYS TRIGGER "consignment_ends_once";
ALTER TABLE "consignment" ENABLE ALWAYS TRIGGER "consignment_stays";
ALTER TABLE "attempt" ENABLE ALWAYS TRIGGER "attempt_ends_once";
ALTER TABLE "attempt" ENABLE ALWAYS TRIGGER "attempt_stays";
