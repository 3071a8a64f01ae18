-- What is handed over again because its recipient has lost it: the receipt given then is kept beside the first one (§7.14).
ALTER TABLE "attempt" ADD COLUMN     "receipt" JSONB;

-- What was delivered to a perimeter that was put back to a backup, the newest first; what of its own was closed before it was delivered.
CREATE INDEX "consignment_delivered" ON "consignment"("recipient", "delivered_at", "id") WHERE "delivered_at" IS NOT NULL;
CREATE INDEX "consignment_never_delivered" ON "consignment"("sender", "closed_at", "id") WHERE "closed_at" IS NOT NULL AND "delivered_at" IS NULL;
