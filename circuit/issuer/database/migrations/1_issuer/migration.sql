-- What the embedded issuer must not forget: sessions, codes, grants, refresh tokens, and the systems that may ask for tokens.
CREATE TABLE "entry" (
    "model" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "uid" TEXT,
    "expires_at" TIMESTAMPTZ,
    PRIMARY KEY ("model", "id")
);
CREATE INDEX "entry_grant_id" ON "entry" ("grant_id") WHERE "grant_id" IS NOT NULL;
CREATE INDEX "entry_uid" ON "entry" ("uid") WHERE "uid" IS NOT NULL;
CREATE INDEX "entry_expires_at" ON "entry" ("expires_at") WHERE "expires_at" IS NOT NULL;

-- Argon2id, with its salt; never the password.
CREATE TABLE "password" (
    "official" TEXT PRIMARY KEY,
    "hash" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- How often a sign-in was tried in vain, by whom it was for and where it came from.
CREATE TABLE "vain_attempt" (
    "about" TEXT PRIMARY KEY,
    "count" INTEGER NOT NULL,
    "until" TIMESTAMPTZ NOT NULL
);
CREATE INDEX "vain_attempt_until" ON "vain_attempt" ("until");
