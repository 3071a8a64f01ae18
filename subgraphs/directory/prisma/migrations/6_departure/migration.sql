-- AlterTable
ALTER TABLE "institution" ADD COLUMN     "left_at" TIMESTAMPTZ(3);
