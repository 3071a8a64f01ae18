-- From when on the next try is weighed: tries are slowed, and nobody is locked out.
ALTER TABLE "vain_attempt" ADD COLUMN "open_at" TIMESTAMPTZ NOT NULL DEFAULT now();
