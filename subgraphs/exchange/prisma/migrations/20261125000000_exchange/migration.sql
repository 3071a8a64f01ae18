-- The way of documents between institutions. Jobs stand beside it in the schema `boss`, which pg-boss keeps itself.

-- CreateTable
CREATE TABLE "dispatch" (
    "id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "document_id" TEXT,
    "sender" TEXT,
    "dispatched_at" TIMESTAMPTZ(3),
    "dispatched_by" TEXT,
    "register_by" TIMESTAMPTZ(3),
    "in_reply_to" TEXT,
    "bundle" JSONB,

    CONSTRAINT "dispatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consignment" (
    "id" TEXT NOT NULL,
    "dispatch_id" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "access" TEXT NOT NULL,
    "document_date" DATE NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'ACCEPTED',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "register_by" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "receipt" JSONB,
    "closed_at" TIMESTAMPTZ(3),
    "withdrawn_reason" TEXT,

    CONSTRAINT "consignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempt" (
    "consignment_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("consignment_id","number")
);

-- CreateIndex
CREATE INDEX "consignment_document_id_sender_idx" ON "consignment"("document_id", "sender");

-- CreateIndex
CREATE INDEX "consignment_document_id_recipient_idx" ON "consignment"("document_id", "recipient");

-- CreateIndex
CREATE UNIQUE INDEX "consignment_dispatch_id_recipient_key" ON "consignment"("dispatch_id", "recipient");

-- AddForeignKey
ALTER TABLE "consignment" ADD CONSTRAINT "consignment_dispatch_id_fkey" FOREIGN KEY ("dispatch_id") REFERENCES "dispatch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_consignment_id_fkey" FOREIGN KEY ("consignment_id") REFERENCES "consignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say.
ALTER TABLE "dispatch" ADD CONSTRAINT "dispatch_status_check" CHECK (
  "status" = 'VOID' OR ("status" = 'LIVE' AND "document_id" IS NOT NULL AND "sender" IS NOT NULL AND "dispatched_at" IS NOT NULL
    AND "dispatched_by" IS NOT NULL AND "bundle" IS NOT NULL));
ALTER TABLE "consignment" ADD CONSTRAINT "consignment_state_check" CHECK (
  "state" IN ('ACCEPTED', 'IN_TRANSIT', 'DELIVERED', 'REGISTERED', 'REFUSED', 'EXPIRED', 'WITHDRAWN'));
ALTER TABLE "consignment" ADD CONSTRAINT "consignment_delivered_check" CHECK (
  ("delivered_at" IS NOT NULL) = ("state" IN ('DELIVERED', 'REGISTERED', 'REFUSED')));
ALTER TABLE "attempt" ADD CONSTRAINT "attempt_outcome_check" CHECK (
  ("outcome" IS NULL) = ("ended_at" IS NULL) AND "outcome" IN ('DELIVERED', 'UNREACHABLE', 'REJECTED', 'INTERRUPTED'));
