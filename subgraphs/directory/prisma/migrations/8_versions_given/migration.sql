-- CreateTable
CREATE TABLE "versions_given" (
    "after" INTEGER NOT NULL,
    "word" TEXT NOT NULL,

    CONSTRAINT "versions_given_pkey" PRIMARY KEY ("after")
);
