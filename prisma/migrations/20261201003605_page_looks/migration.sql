-- AlterTable
ALTER TABLE "tracing" ADD COLUMN     "alike" JSONB;

-- CreateTable
CREATE TABLE "page_look" (
    "id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "pages" INTEGER NOT NULL,
    "sealed_looks" BYTEA NOT NULL,

    CONSTRAINT "page_look_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "page_look_source_key" ON "page_look"("source");

-- CreateIndex
CREATE INDEX "page_look_at_idx" ON "page_look"("at");

-- CreateIndex
CREATE INDEX "opening_source_at_idx" ON "opening"("source", "at");
