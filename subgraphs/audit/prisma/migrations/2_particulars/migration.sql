-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "particulars" JSONB;
