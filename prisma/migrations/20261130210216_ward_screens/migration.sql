-- CreateTable
CREATE TABLE "ward_screen" (
    "id" UUID NOT NULL,
    "ward_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "shows" TEXT NOT NULL,
    "code_hash" TEXT,
    "code_until" TIMESTAMPTZ(3),
    "cookie_hash" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_by" TEXT NOT NULL,
    "paired_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "ward_screen_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ward_screen_code_hash_key" ON "ward_screen"("code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "ward_screen_cookie_hash_key" ON "ward_screen"("cookie_hash");

-- CreateIndex
CREATE INDEX "ward_screen_ward_code_idx" ON "ward_screen"("ward_code");
