-- CreateTable
CREATE TABLE "break_glass" (
    "id" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "official" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "decided" TEXT NOT NULL DEFAULT 'ASKED',
    "confirmed_by" TEXT,
    "confirmed_at" TIMESTAMPTZ(3),
    "declined_by" TEXT,
    "declined_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "ended_by" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "reviewed_by" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),
    "finding" TEXT,
    "version" INTEGER,

    CONSTRAINT "break_glass_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "break_glass_version" ON "break_glass"("version");

-- CreateIndex
CREATE INDEX "break_glass_by_time" ON "break_glass"("asked_at", "id");

-- CreateIndex
CREATE INDEX "break_glass_by_institution" ON "break_glass"("institution", "asked_at", "id");

-- CreateIndex
CREATE INDEX "break_glass_by_document" ON "break_glass"("document_id");

-- AddForeignKey
ALTER TABLE "break_glass" ADD CONSTRAINT "break_glass_official_fkey" FOREIGN KEY ("official") REFERENCES "official"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What no writer may get past, whatever it believes (regulation 13.1, 13.3, 13.4).
ALTER TABLE "break_glass"
  ADD CONSTRAINT "break_glass_not_for_oneself" CHECK ("official" <> "asked_by" AND "official" IS DISTINCT FROM "confirmed_by"),
  ADD CONSTRAINT "break_glass_four_eyes" CHECK ("confirmed_by" IS DISTINCT FROM "asked_by"),
  ADD CONSTRAINT "break_glass_lasts" CHECK ("ends_at" > "asked_at" AND "ends_at" <= "asked_at" + interval '24 hours'),
  ADD CONSTRAINT "break_glass_reviewer" CHECK ("reviewed_by" NOT IN ("official", "asked_by", "confirmed_by")),
  ADD CONSTRAINT "break_glass_confirmed" CHECK (
    ("confirmed_by" IS NULL) = ("confirmed_at" IS NULL) AND ("confirmed_at" IS NULL) = ("version" IS NULL) AND "confirmed_at" < "ends_at"),
  ADD CONSTRAINT "break_glass_ended" CHECK (("ended_by" IS NULL) = ("ended_at" IS NULL) AND "ended_at" < "ends_at"),
  ADD CONSTRAINT "break_glass_decided" CHECK (
    CASE "decided" WHEN 'ASKED' THEN "confirmed_by" IS NULL AND "declined_by" IS NULL AND "reviewed_by" IS NULL
                   WHEN 'OPEN' THEN "confirmed_by" IS NOT NULL AND "ended_by" IS NULL AND "reviewed_by" IS NULL
                   WHEN 'DECLINED' THEN "confirmed_by" IS NULL AND "declined_by" IS NOT NULL AND "declined_at" IS NOT NULL AND "note" IS NOT NULL
                   WHEN 'ENDED' THEN "confirmed_by" IS NOT NULL AND "ended_by" IS NOT NULL AND "reviewed_by" IS NULL
                   WHEN 'REVIEWED' THEN "confirmed_by" IS NOT NULL AND "reviewed_by" IS NOT NULL AND "reviewed_at" IS NOT NULL AND "finding" IS NOT NULL
                   ELSE FALSE END);
