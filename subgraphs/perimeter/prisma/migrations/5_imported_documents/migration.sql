-- What an institution had filed before it took part (§6.7), and the language that a content says it is in.

-- AlterTable
ALTER TABLE "document" ADD COLUMN     "declared_number" TEXT,
ADD COLUMN     "joint_institutions" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "language" TEXT,
ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'EXCHANGE';

UPDATE "document" SET "language" = "content" ->> 'language' WHERE jsonb_typeof("content" -> 'language') = 'string';

-- It has no entry in a register, and so no number of one.
ALTER TABLE "document" ADD CONSTRAINT "document_imported_unregistered"
  CHECK ("origin" <> 'IMPORTED' OR ("outgoing_number" IS NULL AND "registered_at" IS NULL));
