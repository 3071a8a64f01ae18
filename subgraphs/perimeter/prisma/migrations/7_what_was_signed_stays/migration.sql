-- What a perimeter has to prove stays as it was, whoever holds the tables: also while a session plays the part of a replica.
CREATE FUNCTION "keep_evidence"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% keeps what it holds', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

-- §5.1 What was signed no longer changes, and what was withdrawn neither; only destruction takes content away (§12.7).
CREATE TRIGGER "document_signed_stays" BEFORE UPDATE ON "document" FOR EACH ROW
  WHEN (OLD."status" NOT IN ('DRAFT', 'IN_APPROVAL', 'APPROVED', 'RETURNED') AND NEW."status" <> 'DESTROYED'
    AND (OLD."id", OLD."institution", OLD."kind", OLD."version", OLD."title", OLD."abstract", OLD."access", OLD."document_date", OLD."due_at", OLD."content")
    IS DISTINCT FROM
        (NEW."id", NEW."institution", NEW."kind", NEW."version", NEW."title", NEW."abstract", NEW."access", NEW."document_date", NEW."due_at", NEW."content"))
  EXECUTE FUNCTION "keep_evidence"();
-- §6.2 A number stays with its document, and a registered document is never one again that is not.
CREATE TRIGGER "document_number_stays" BEFORE UPDATE ON "document" FOR EACH ROW
  WHEN (OLD."outgoing_number" IS NOT NULL
    AND ((OLD."outgoing_number", OLD."registered_at") IS DISTINCT FROM (NEW."outgoing_number", NEW."registered_at")
      OR NEW."status" IN ('DRAFT', 'IN_APPROVAL', 'APPROVED', 'RETURNED', 'SIGNED', 'WITHDRAWN')))
  EXECUTE FUNCTION "keep_evidence"();
CREATE TRIGGER "document_stays" BEFORE DELETE OR TRUNCATE ON "document" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();

-- §5.10 To what was signed no file is added, and none is taken away or exchanged.
CREATE FUNCTION "keep_signed_files"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "document" WHERE "id" = (CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END)."document_id"
              AND "status" NOT IN ('DRAFT', 'IN_APPROVAL', 'APPROVED', 'RETURNED', 'DESTROYED')) THEN
    RAISE EXCEPTION 'A signed document keeps what it carries' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
-- A copy that is brought back, or followed, comes with its documents signed: what is written there is believed.
CREATE TRIGGER "document_file_of_draft" BEFORE INSERT ON "document_file" FOR EACH ROW EXECUTE FUNCTION "keep_signed_files"();
CREATE TRIGGER "document_file_of_signed_stays" BEFORE DELETE ON "document_file" FOR EACH ROW EXECUTE FUNCTION "keep_signed_files"();
CREATE TRIGGER "document_file_stays" BEFORE UPDATE OR TRUNCATE ON "document_file" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();

CREATE TRIGGER "signature_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "signature" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();

-- §6.2, §8.2 A number that a register has given stays given, and the next one is one more, and not earlier.
DROP TRIGGER "register_entry_stays" ON "register_entry";
DROP FUNCTION "register_entry_stays"();
CREATE TRIGGER "register_entry_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "register_entry" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();
CREATE TRIGGER "register_book_goes_on" BEFORE UPDATE ON "register_book" FOR EACH ROW
  WHEN ((OLD."institution", OLD."direction", OLD."year", OLD."position" + 1) IS DISTINCT FROM (NEW."institution", NEW."direction", NEW."year", NEW."position")
    OR NEW."last_at" < OLD."last_at")
  EXECUTE FUNCTION "keep_evidence"();
CREATE TRIGGER "register_book_stays" BEFORE DELETE OR TRUNCATE ON "register_book" FOR EACH STATEMENT EXECUTE FUNCTION "keep_evidence"();

ALTER TABLE "document" ENABLE ALWAYS TRIGGER "document_signed_stays";
ALTER TABLE "document" ENABLE ALWAYS TRIGGER "document_number_stays";
ALTER TABLE "document" ENABLE ALWAYS TRIGGER "document_stays";
ALTER TABLE "document_file" ENABLE ALWAYS TRIGGER "document_file_of_signed_stays";
ALTER TABLE "document_file" ENABLE ALWAYS TRIGGER "document_file_stays";
ALTER TABLE "signature" ENABLE ALWAYS TRIGGER "signature_stays";
ALTER TABLE "register_entry" ENABLE ALWAYS TRIGGER "register_entry_stays";
ALTER TABLE "register_book" ENABLE ALWAYS TRIGGER "register_book_goes_on";
ALTER TABLE "register_book" ENABLE ALWAYS TRIGGER "register_book_stays";
