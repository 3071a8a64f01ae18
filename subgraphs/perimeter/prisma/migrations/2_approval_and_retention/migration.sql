-- A number is one register's: another institution, or the other book, may write its own in the same way (§6.4).

-- DropIndex
DROP INDEX "consignment_incoming_number_key";

-- DropIndex
DROP INDEX "document_outgoing_number_key";

-- DropIndex
DROP INDEX "register_entry_number_key";

-- AlterTable
ALTER TABLE "consignment" ADD COLUMN "retention" JSONB;

-- AlterTable
ALTER TABLE "document" ADD COLUMN "approval" JSONB,
ADD COLUMN "retention" JSONB;

-- CreateIndex
CREATE UNIQUE INDEX "consignment_institution_incoming_number_key" ON "consignment"("institution", "incoming_number");

-- CreateIndex
CREATE UNIQUE INDEX "document_institution_outgoing_number_key" ON "document"("institution", "outgoing_number");

-- CreateIndex
CREATE UNIQUE INDEX "register_entry_institution_direction_number_key" ON "register_entry"("institution", "direction", "number");
