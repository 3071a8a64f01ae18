-- What is handed over again, because its recipient was put back to a backup, is found by its recipient and time; the receipt given then is kept beside the first one (§7.8).
-- AlterTable
ALTER TABLE "attempt" ADD COLUMN     "receipt" JSONB;

-- CreateIndex
CREATE INDEX "consignment_recipient_delivered_at_id_idx" ON "consignment"("recipient", "delivered_at", "id");
