-- A notice has an id of its own: that of its consignment, or of the sight under break-glass that it tells of.
DROP INDEX "notice_institution_at_consignment_id_idx";

-- AlterTable
ALTER TABLE "notice" ADD COLUMN "id" TEXT;
UPDATE "notice" SET "id" = "consignment_id";
ALTER TABLE "notice" DROP CONSTRAINT "notice_pkey",
ADD COLUMN     "asked_by" TEXT,
ADD COLUMN     "confirmed_by" TEXT,
ADD COLUMN     "ends_at" TIMESTAMPTZ(3),
ALTER COLUMN "id" SET NOT NULL,
ADD COLUMN     "official" TEXT,
ALTER COLUMN "consignment_id" DROP NOT NULL,
ALTER COLUMN "addressee" DROP NOT NULL,
ALTER COLUMN "state" DROP NOT NULL,
ADD CONSTRAINT "notice_pkey" PRIMARY KEY ("id");

-- CreateIndex
CREATE UNIQUE INDEX "notice_consignment_id_key" ON "notice"("consignment_id");

-- CreateIndex
CREATE INDEX "notice_institution_at_id_idx" ON "notice"("institution", "at", "id");

-- A notice is of a consignment, or of a sight under break-glass.
ALTER TABLE "notice" ADD CONSTRAINT "notice_of_one" CHECK (
    CASE WHEN "consignment_id" IS NOT NULL
         THEN "id" = "consignment_id" AND "addressee" IS NOT NULL AND "state" IS NOT NULL AND "official" IS NULL
         ELSE "official" IS NOT NULL AND "asked_by" IS NOT NULL AND "confirmed_by" IS NOT NULL AND "ends_at" IS NOT NULL END);
