-- CreateTable
CREATE TABLE "tracing" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "staff_number" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sealed_picture" BYTEA,
    "corners" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "days" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "of" INTEGER NOT NULL DEFAULT 0,
    "pass" TEXT,
    "code" TEXT,
    "page" INTEGER,
    "opening_id" UUID,
    "layer" TEXT,
    "z" DOUBLE PRECISION,
    "agreement" DOUBLE PRECISION,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "tracing_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tracing_at_idx" ON "tracing"("at");
