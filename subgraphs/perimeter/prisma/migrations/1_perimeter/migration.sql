-- The perimeter of one institution, or of several on one server: every row belongs to an institution by its code.

-- CreateTable
CREATE TABLE "document" (
    "id" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "access" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "abstract" TEXT,
    "document_date" DATE NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "content" JSONB NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "outgoing_number" TEXT,
    "registered_at" TIMESTAMPTZ(3),
    "withdrawn_reason" TEXT,
    "case_file" TEXT,
    "filed_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signature" (
    "document_id" TEXT NOT NULL,
    "official" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "record" JSONB NOT NULL,

    CONSTRAINT "signature_pkey" PRIMARY KEY ("document_id","official")
);

-- CreateTable
CREATE TABLE "document_reader" (
    "document_id" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "dispatch_id" TEXT NOT NULL,

    CONSTRAINT "document_reader_pkey" PRIMARY KEY ("document_id","institution","dispatch_id")
);

-- CreateTable
CREATE TABLE "release" (
    "dispatch_id" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "addressees" TEXT[],
    "outcome" TEXT NOT NULL DEFAULT 'OPEN',
    "released_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "release_pkey" PRIMARY KEY ("dispatch_id")
);

-- CreateTable
CREATE TABLE "register_book" (
    "institution" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "register_book_pkey" PRIMARY KEY ("institution","direction","year")
);

-- CreateTable
CREATE TABLE "register_entry" (
    "institution" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "number" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "registered_by" TEXT NOT NULL,

    CONSTRAINT "register_entry_pkey" PRIMARY KEY ("institution","direction","year","position")
);

-- CreateTable
CREATE TABLE "seal" (
    "institution" TEXT NOT NULL,
    "private_key" JSONB NOT NULL,
    "public_key" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "seal_pkey" PRIMARY KEY ("institution")
);

-- CreateTable
CREATE TABLE "official_key" (
    "institution" TEXT NOT NULL,
    "official" TEXT NOT NULL,
    "private_key" JSONB NOT NULL,
    "public_key" JSONB NOT NULL,
    "endorsement" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "official_key_pkey" PRIMARY KEY ("institution","official")
);

-- CreateTable
CREATE TABLE "consignment" (
    "id" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "dispatch_id" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "access" TEXT NOT NULL,
    "copy" TEXT NOT NULL DEFAULT 'PENDING',
    "state" TEXT NOT NULL DEFAULT 'DELIVERED',
    "bundle" JSONB,
    "receipt" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "register_by" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "incoming_number" TEXT,
    "registered_at" TIMESTAMPTZ(3),
    "refused_reason" TEXT,
    "refused_note" TEXT,
    "refused_at" TIMESTAMPTZ(3),
    "refused_by" TEXT,
    "executor" TEXT,
    "instruction" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "decision" TEXT,
    "decided_on" DATE,
    "issued_at" TIMESTAMPTZ(3),
    "issued_by" TEXT,
    "report" TEXT,
    "executed_at" TIMESTAMPTZ(3),
    "case_file" TEXT,
    "filed_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "consignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "consignment_id" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "addressee" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("consignment_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "document_outgoing_number_key" ON "document"("outgoing_number");

-- CreateIndex
CREATE INDEX "document_reader_dispatch_id_idx" ON "document_reader"("dispatch_id");

-- CreateIndex
CREATE INDEX "release_outcome_released_at_idx" ON "release"("outcome", "released_at");

-- CreateIndex
CREATE INDEX "release_document_id_idx" ON "release"("document_id");

-- CreateIndex
CREATE UNIQUE INDEX "register_entry_number_key" ON "register_entry"("number");

-- CreateIndex
CREATE UNIQUE INDEX "register_entry_subject_direction_key" ON "register_entry"("subject", "direction");

-- CreateIndex
CREATE UNIQUE INDEX "consignment_incoming_number_key" ON "consignment"("incoming_number");

-- CreateIndex
CREATE INDEX "consignment_institution_copy_delivered_at_id_idx" ON "consignment"("institution", "copy", "delivered_at", "id");

-- CreateIndex
CREATE INDEX "consignment_copy_received_at_idx" ON "consignment"("copy", "received_at");

-- CreateIndex
CREATE INDEX "notice_institution_at_consignment_id_idx" ON "notice"("institution", "at", "consignment_id");

-- AddForeignKey
ALTER TABLE "signature" ADD CONSTRAINT "signature_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_reader" ADD CONSTRAINT "document_reader_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_reader" ADD CONSTRAINT "document_reader_dispatch_id_fkey" FOREIGN KEY ("dispatch_id") REFERENCES "release"("dispatch_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "release" ADD CONSTRAINT "release_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "register_entry" ADD CONSTRAINT "register_entry_institution_direction_year_fkey" FOREIGN KEY ("institution", "direction", "year") REFERENCES "register_book"("institution", "direction", "year") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What the columns may say.
ALTER TABLE "document" ADD CONSTRAINT "document_access" CHECK ("access" IN ('PUBLIC', 'INTERNAL', 'RESTRICTED'));
ALTER TABLE "document" ADD CONSTRAINT "document_registration" CHECK (("outgoing_number" IS NULL) = ("registered_at" IS NULL));
ALTER TABLE "release" ADD CONSTRAINT "release_outcome" CHECK ("outcome" IN ('OPEN', 'CONFIRMED', 'VOID'));
ALTER TABLE "register_book" ADD CONSTRAINT "register_book_direction" CHECK ("direction" IN ('OUTGOING', 'INCOMING'));
ALTER TABLE "consignment" ADD CONSTRAINT "consignment_copy" CHECK ("copy" IN ('PENDING', 'IN_INBOX', 'CLOSED'));
ALTER TABLE "consignment" ADD CONSTRAINT "consignment_state" CHECK ("state" IN ('DELIVERED', 'REGISTERED', 'REFUSED'));
ALTER TABLE "consignment" ADD CONSTRAINT "consignment_registration" CHECK (("state" = 'REGISTERED') = ("incoming_number" IS NOT NULL));
ALTER TABLE "consignment" ADD CONSTRAINT "consignment_tombstone" CHECK (("copy" = 'CLOSED') = ("bundle" IS NULL));

-- A number that a register has given stays given.
CREATE FUNCTION "register_entry_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A register entry is never changed or taken away.';
END
$$;
CREATE TRIGGER "register_entry_stays" BEFORE UPDATE OR DELETE ON "register_entry" FOR EACH ROW EXECUTE FUNCTION "register_entry_stays"();
