-- CreateTable
CREATE TABLE "seal" (
    "institution" TEXT NOT NULL,
    "thumbprint" TEXT NOT NULL,
    "key" JSONB NOT NULL,
    "in_force_from" TIMESTAMPTZ(3) NOT NULL,
    "in_force_until" TIMESTAMPTZ(3),

    CONSTRAINT "seal_pkey" PRIMARY KEY ("institution","thumbprint")
);

-- AddForeignKey
ALTER TABLE "seal" ADD CONSTRAINT "seal_institution_fkey" FOREIGN KEY ("institution") REFERENCES "institution"("code") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "seal" ADD CONSTRAINT "seal_ends_after_its_beginning" CHECK ("in_force_until" >= "in_force_from");

-- Since when the seals that are known have been in force was not written down: whatever they sealed stays believed.
INSERT INTO "seal" ("institution", "thumbprint", "key", "in_force_from")
SELECT "code",
       rtrim(translate(encode(sha256(convert_to('{"crv":"P-256","kty":"EC","x":"' || ("seal_key" ->> 'x') || '","y":"' || ("seal_key" ->> 'y') || '"}', 'UTF8')), 'base64'), '+/', '-_'), '='),
       "seal_key", 'epoch'
FROM "institution" WHERE "seal_key" IS NOT NULL;

-- AlterTable
ALTER TABLE "institution" DROP COLUMN "seal_key";
