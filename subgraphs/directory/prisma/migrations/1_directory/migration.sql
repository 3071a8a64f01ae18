-- CreateTable
CREATE TABLE "institution" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "parent" TEXT,
    "sector" TEXT NOT NULL,
    "server" TEXT NOT NULL,
    "seal_key" JSONB,
    "version" INTEGER NOT NULL,

    CONSTRAINT "institution_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "official" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "clearance" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "official_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "held_duty" (
    "official" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "held_from" TIMESTAMPTZ(3) NOT NULL,
    "held_to" TIMESTAMPTZ(3),

    CONSTRAINT "held_duty_pkey" PRIMARY KEY ("official","institution","duty","held_from")
);

-- CreateIndex
CREATE UNIQUE INDEX "institution_version" ON "institution"("version");

-- CreateIndex
CREATE INDEX "institution_by_parent" ON "institution"("parent");

-- CreateIndex
CREATE UNIQUE INDEX "official_version" ON "official"("version");

-- CreateIndex
CREATE INDEX "official_by_institution" ON "official"("institution");

-- CreateIndex
CREATE INDEX "held_duty_by_institution" ON "held_duty"("institution", "official");

-- AddForeignKey
ALTER TABLE "institution" ADD CONSTRAINT "institution_parent_fkey" FOREIGN KEY ("parent") REFERENCES "institution"("code") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "official" ADD CONSTRAINT "official_institution_fkey" FOREIGN KEY ("institution") REFERENCES "institution"("code") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "held_duty" ADD CONSTRAINT "held_duty_official_fkey" FOREIGN KEY ("official") REFERENCES "official"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "held_duty" ADD CONSTRAINT "held_duty_institution_fkey" FOREIGN KEY ("institution") REFERENCES "institution"("code") ON DELETE NO ACTION ON UPDATE NO ACTION;
