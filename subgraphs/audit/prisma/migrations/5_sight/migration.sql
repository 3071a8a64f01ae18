-- AlterTable
ALTER TABLE "audit_closing" ADD COLUMN     "particulars" JSONB;

-- What was read in an emergency is found by its mark (regulation 10.7).
CREATE INDEX "audit_entry_by_break_glass" ON "audit_entry"("at", "id") WHERE "particulars" -> 'breakGlass' IS NOT NULL;
CREATE INDEX "audit_closing_by_break_glass" ON "audit_closing"("entry") WHERE "particulars" -> 'breakGlass' IS NOT NULL;
