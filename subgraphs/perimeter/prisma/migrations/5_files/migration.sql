-- CreateTable
CREATE TABLE "file" (
    "institution" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "media_type" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_pkey" PRIMARY KEY ("institution","sha256")
);

-- CreateTable
CREATE TABLE "upload" (
    "institution" TEXT NOT NULL,
    "bringer" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("institution","bringer","sha256")
);

-- CreateTable
CREATE TABLE "document_file" (
    "document_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "document_file_pkey" PRIMARY KEY ("document_id","name")
);

-- CreateTable
CREATE TABLE "consignment_file" (
    "consignment_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "institution" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "consignment_file_pkey" PRIMARY KEY ("consignment_id","name")
);

-- CreateIndex
CREATE UNIQUE INDEX "file_place_key" ON "file"("place");

-- CreateIndex
CREATE INDEX "file_key_id_idx" ON "file"("key_id");

-- CreateIndex
CREATE INDEX "file_stored_at_idx" ON "file"("stored_at");

-- CreateIndex
CREATE INDEX "upload_institution_sha256_idx" ON "upload"("institution", "sha256");

-- CreateIndex
CREATE INDEX "upload_at_idx" ON "upload"("at");

-- CreateIndex
CREATE INDEX "document_file_institution_sha256_idx" ON "document_file"("institution", "sha256");

-- CreateIndex
CREATE INDEX "consignment_file_institution_sha256_idx" ON "consignment_file"("institution", "sha256");

-- AddForeignKey
ALTER TABLE "upload" ADD CONSTRAINT "upload_institution_sha256_fkey" FOREIGN KEY ("institution", "sha256") REFERENCES "file"("institution", "sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_file" ADD CONSTRAINT "document_file_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_file" ADD CONSTRAINT "document_file_institution_sha256_fkey" FOREIGN KEY ("institution", "sha256") REFERENCES "file"("institution", "sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignment_file" ADD CONSTRAINT "consignment_file_consignment_id_fkey" FOREIGN KEY ("consignment_id") REFERENCES "consignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignment_file" ADD CONSTRAINT "consignment_file_institution_sha256_fkey" FOREIGN KEY ("institution", "sha256") REFERENCES "file"("institution", "sha256") ON DELETE RESTRICT ON UPDATE CASCADE;
