-- A document's card, as far as lists need it.
CREATE TABLE "card" (
  "id" TEXT NOT NULL,
  "institution" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "access" TEXT NOT NULL,
  "title" TEXT,
  "document_date" DATE NOT NULL,
  "outgoing_number" TEXT,
  "readers" TEXT[],
  "revision" INTEGER NOT NULL,

  CONSTRAINT "card_pkey" PRIMARY KEY ("id"),
  -- Whatever a perimeter tells: the catalogue does not hold what it must not know.
  CONSTRAINT "card_restricted_title_unknown" CHECK ("access" <> 'RESTRICTED' OR "title" IS NULL)
);

-- A consignment, as far as statistics need it: the exchange's word and the recipient's, each with its own revision.
CREATE TABLE "consignment" (
  "id" TEXT NOT NULL,
  "document" TEXT NOT NULL,
  "sender" TEXT,
  "recipient" TEXT NOT NULL,
  "kind" TEXT,
  "access" TEXT,
  "document_date" DATE,
  "state" TEXT,
  "accepted_at" TIMESTAMPTZ(3),
  "delivered_at" TIMESTAMPTZ(3),
  "revision" INTEGER NOT NULL DEFAULT 0,
  "intake_state" TEXT,
  "registered_at" TIMESTAMPTZ(3),
  "decision" TEXT,
  "decided_on" DATE,
  "intake_revision" INTEGER NOT NULL DEFAULT 0,

  CONSTRAINT "consignment_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "card_by_date" ON "card"("document_date", "id");
CREATE INDEX "card_by_institution" ON "card"("institution", "document_date", "id");
CREATE INDEX "card_by_kind" ON "card"("kind", "document_date", "id");
CREATE INDEX "card_by_number" ON "card"("outgoing_number");
CREATE INDEX "card_by_reader" ON "card" USING GIN ("readers");
CREATE INDEX "consignment_by_sender" ON "consignment"("sender", "document_date");
CREATE INDEX "consignment_by_recipient" ON "consignment"("recipient", "document_date");
CREATE INDEX "consignment_by_date" ON "consignment"("document_date");

-- The words of titles, and their order. A title that is unknown comes last: behind the last character there is.
CREATE INDEX "card_by_words" ON "card" USING GIN (to_tsvector('simple', coalesce("title", '')));
CREATE INDEX "card_by_title" ON "card"((lower(coalesce("title", U&'\+10FFFF'))), "id");
