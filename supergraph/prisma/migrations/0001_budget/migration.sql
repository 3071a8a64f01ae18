-- CreateTable
-- UNLOGGED by hand: a minute's sums are not worth a write to the log, and nobody misses them after a crash.
CREATE UNLOGGED TABLE "budget_window" (
    "subject" TEXT NOT NULL,
    "minute" BIGINT NOT NULL,
    "spent" BIGINT NOT NULL,

    CONSTRAINT "budget_window_pkey" PRIMARY KEY ("subject","minute")
);
