-- CreateTable
CREATE TABLE "next_seal" (
    "institution" TEXT NOT NULL,
    "private_key" JSONB NOT NULL,
    "public_key" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "next_seal_pkey" PRIMARY KEY ("institution")
);
