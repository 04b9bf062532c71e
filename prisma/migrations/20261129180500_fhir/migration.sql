-- AlterTable
ALTER TABLE "api_client_key" ADD COLUMN     "token_hash" TEXT,
ALTER COLUMN "sealed_secret" DROP NOT NULL;

-- CreateTable
CREATE TABLE "fhir_name" (
    "sender" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "resource" JSONB NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fhir_name_pkey" PRIMARY KEY ("sender","name")
);

-- CreateTable
CREATE TABLE "fhir_feed" (
    "source" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3),
    "next" TEXT,
    "seen" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "retry_at" TIMESTAMPTZ(3),
    "trouble" TEXT,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "fhir_feed_pkey" PRIMARY KEY ("source","type")
);
