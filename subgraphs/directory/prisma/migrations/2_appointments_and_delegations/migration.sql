-- AlterTable
ALTER TABLE "official" ADD COLUMN     "dismissed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "delegation" (
    "id" TEXT NOT NULL,
    "delegator" TEXT NOT NULL,
    "delegate" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "held_from" TIMESTAMPTZ(3) NOT NULL,
    "held_to" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "appointment" (
    "id" TEXT NOT NULL,
    "official" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "duty" TEXT,
    "held_from" TIMESTAMPTZ(3),
    "held_to" TIMESTAMPTZ(3),
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided" TEXT NOT NULL DEFAULT 'PENDING',
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "appointment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "delegation_by_delegate" ON "delegation"("delegate", "held_from", "id");

-- CreateIndex
CREATE INDEX "delegation_by_delegator" ON "delegation"("delegator", "held_from", "id");

-- CreateIndex
CREATE INDEX "delegation_by_institution" ON "delegation"("institution", "delegate");

-- CreateIndex
CREATE INDEX "appointment_by_institution" ON "appointment"("institution", "proposed_at", "id");

-- CreateIndex
CREATE INDEX "appointment_by_official" ON "appointment"("official");

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_delegator_fkey" FOREIGN KEY ("delegator") REFERENCES "official"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_delegate_fkey" FOREIGN KEY ("delegate") REFERENCES "official"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "delegation" ADD CONSTRAINT "delegation_institution_fkey" FOREIGN KEY ("institution") REFERENCES "institution"("code") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_official_fkey" FOREIGN KEY ("official") REFERENCES "official"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_institution_fkey" FOREIGN KEY ("institution") REFERENCES "institution"("code") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_proposed_by_fkey" FOREIGN KEY ("proposed_by") REFERENCES "official"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What no writer may get past, whatever it believes (regulation 2.5.1, 2.6.2, 2.6.3).
ALTER TABLE "delegation"
  ADD CONSTRAINT "delegation_to_another" CHECK ("delegator" <> "delegate"),
  ADD CONSTRAINT "delegation_lasts" CHECK ("held_to" >= "held_from" AND "held_to" <= "held_from" + interval '2160 hours'),
  ADD CONSTRAINT "delegation_of_one_alone" CHECK ("duty" NOT IN ('SECURITY_OFFICER', 'AUDITOR'));
ALTER TABLE "appointment"
  ADD CONSTRAINT "appointment_not_of_oneself" CHECK ("official" <> "proposed_by" AND "official" IS DISTINCT FROM "decided_by"),
  ADD CONSTRAINT "appointment_four_eyes" CHECK ("decided" <> 'CONFIRMED' OR "decided_by" <> "proposed_by"),
  ADD CONSTRAINT "appointment_decided" CHECK (
    CASE "decided" WHEN 'PENDING' THEN "decided_by" IS NULL AND "decided_at" IS NULL
                   WHEN 'CONFIRMED' THEN "decided_by" IS NOT NULL AND "decided_at" < "proposed_at" + interval '336 hours'
                   WHEN 'DECLINED' THEN "decided_by" IS NOT NULL AND "decided_at" IS NOT NULL
                   ELSE FALSE END);

-- Whoever holds which duty at a moment, by himself or by delegation: that counts while who gave it has held the same
-- duty without a break: a duty that ended and is granted again brings no delegation back (2.5.3). domain/tenure.ts says the same.
CREATE FUNCTION "duties_at"(moment timestamptz)
RETURNS TABLE (official text, institution text, duty text, held_from timestamptz, held_to timestamptz, delegated_by text)
LANGUAGE sql STABLE AS $$
  SELECT h.official, h.institution, h.duty, h.held_from, h.held_to, NULL::text FROM held_duty h
   WHERE h.held_from <= moment AND (h.held_to IS NULL OR h.held_to > moment)
  UNION ALL
  SELECT d.delegate, d.institution, d.duty, d.held_from, d.held_to, d.delegator FROM delegation d
   WHERE d.held_from <= moment AND d.held_to > moment AND EXISTS (
     SELECT 1 FROM held_duty s WHERE s.official = d.delegator AND s.institution = d.institution AND s.duty = d.duty
       AND s.held_from <= d.held_from AND (s.held_to IS NULL OR s.held_to > moment))
$$;
