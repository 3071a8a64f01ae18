-- CreateTable
CREATE TABLE "export" (
    "id" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "asked" TEXT NOT NULL,
    "columns" TEXT[],
    "official" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "sight" TEXT[],
    "status" TEXT NOT NULL,
    "worker" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "place" TEXT,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "gathered_size" BIGINT NOT NULL DEFAULT 0,
    "gathered_at" TIMESTAMPTZ(3),
    "rows" INTEGER NOT NULL DEFAULT 0,
    "total_rows" INTEGER,
    "size" BIGINT,
    "sha256" TEXT,
    "failure" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "export_page" (
    "export" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "rows" TEXT NOT NULL,

    CONSTRAINT "export_page_pkey" PRIMARY KEY ("export","number")
);

-- CreateTable
CREATE TABLE "export_part" (
    "export" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "export_part_pkey" PRIMARY KEY ("export","number")
);

-- CreateIndex
CREATE INDEX "export_by_official" ON "export"("official", "institution", "started_at", "id");

-- CreateIndex
CREATE INDEX "export_by_status" ON "export"("status", "expires_at");

-- Files are compressed as far as they can be, and parts of a piece are read by themselves.
ALTER TABLE "export_part" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
