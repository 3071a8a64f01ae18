-- What is misspelt is found by the groups of three letters that words share. A trusted extension: the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The dictionary for a text: that of its language where there is one; where the language is not known, English for Latin letters. Others, Ukrainian
-- among them, are searched word for word, by their beginnings and by phrase: PostgreSQL has no dictionary for them.
CREATE FUNCTION "dictionary_of"("language" TEXT, "sample" TEXT) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE coalesce(split_part(lower("language"), '-', 1), CASE WHEN "sample" ~ '[\u0370-\u1FFF\u2E80-\uD7FF]' THEN '' ELSE 'en' END)
    WHEN 'en' THEN 'pg_catalog.english'::regconfig
    WHEN 'da' THEN 'pg_catalog.danish'::regconfig
    WHEN 'de' THEN 'pg_catalog.german'::regconfig
    WHEN 'es' THEN 'pg_catalog.spanish'::regconfig
    WHEN 'fi' THEN 'pg_catalog.finnish'::regconfig
    WHEN 'fr' THEN 'pg_catalog.french'::regconfig
    WHEN 'hu' THEN 'pg_catalog.hungarian'::regconfig
    WHEN 'it' THEN 'pg_catalog.italian'::regconfig
    WHEN 'nl' THEN 'pg_catalog.dutch'::regconfig
    WHEN 'no' THEN 'pg_catalog.norwegian'::regconfig
    WHEN 'pt' THEN 'pg_catalog.portuguese'::regconfig
    WHEN 'ro' THEN 'pg_catalog.romanian'::regconfig
    WHEN 'ru' THEN 'pg_catalog.russian'::regconfig
    WHEN 'sv' THEN 'pg_catalog.swedish'::regconfig
    WHEN 'tr' THEN 'pg_catalog.turkish'::regconfig
    ELSE 'pg_catalog.simple'::regconfig
  END
$$;

-- A text's words as they stand there, for phrases and beginnings, and as its language's dictionary has them.
CREATE FUNCTION "words_in"("dictionary" regconfig, "text" TEXT) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN "dictionary" = 'pg_catalog.simple'::regconfig THEN to_tsvector('pg_catalog.simple', "text")
         ELSE to_tsvector('pg_catalog.simple', "text") || to_tsvector("dictionary", "text") END
$$;

-- The words of a card; those of the title weigh more.
CREATE FUNCTION "words_of"("language" TEXT, "title" TEXT, "abstract" TEXT) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight("words_in"("dictionary_of"("language", "title"), coalesce("title", '')), 'A')
      || setweight("words_in"("dictionary_of"("language", "abstract"), coalesce("abstract", '')), 'B')
$$;

-- AlterTable
ALTER TABLE "card" ADD COLUMN     "abstract" TEXT,
ADD COLUMN     "declared_number" TEXT,
ADD COLUMN     "joint_institutions" TEXT[],
ADD COLUMN     "language" TEXT,
ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'EXCHANGE',
ADD COLUMN     "words" tsvector GENERATED ALWAYS AS ("words_of"("language", "title", "abstract")) STORED;

-- As for titles: the catalogue does not hold what it must not know.
ALTER TABLE "card" ADD CONSTRAINT "card_restricted_abstract_unknown" CHECK ("access" <> 'RESTRICTED' OR "abstract" IS NULL);

-- CreateTable
CREATE TABLE "card_tally" (
    "institution" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "access" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "documents" INTEGER NOT NULL,

    CONSTRAINT "card_tally_pkey" PRIMARY KEY ("institution","kind","status","access","origin","month")
);

-- CreateTable
CREATE TABLE "word" (
    "word" TEXT NOT NULL,

    CONSTRAINT "word_pkey" PRIMARY KEY ("word")
);

-- CreateTable
CREATE TABLE "cursor_key" (
    "id" INTEGER NOT NULL,
    "key" BYTEA NOT NULL,

    CONSTRAINT "cursor_key_pkey" PRIMARY KEY ("id")
);

INSERT INTO "cursor_key" VALUES (1, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

-- CreateIndex
CREATE INDEX "card_by_status" ON "card"("status", "document_date", "id");

-- CreateIndex
CREATE INDEX "card_by_access" ON "card"("access", "document_date", "id");

-- CreateIndex
CREATE INDEX "card_by_declared_number" ON "card"("declared_number");

-- Joint documents are few.
CREATE INDEX "card_by_joint" ON "card"("document_date", "id") WHERE "joint_institutions" <> '{}';

DROP INDEX "card_by_words";
CREATE INDEX "card_by_words" ON "card" USING GIN ("words");
CREATE INDEX "word_by_trigrams" ON "word" USING GIN ("word" gin_trgm_ops);

-- Abstracts and tallies are in the events, not in what was kept of them: the followers make the catalogue again from the beginning.
UPDATE kernel.follow_cursor SET position = 0, caught_up_at = NULL;
TRUNCATE "card", "consignment";
