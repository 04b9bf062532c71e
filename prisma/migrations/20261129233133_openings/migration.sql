-- CreateTable
CREATE TABLE "opening" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "key_version" INTEGER NOT NULL,
    "series" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "staff_number" TEXT NOT NULL,
    "staff_name" TEXT NOT NULL,
    "department_name" TEXT NOT NULL,
    "patient_id" UUID,
    "document_id" UUID,
    "content_id" UUID,
    "source" TEXT,
    "pages" INTEGER NOT NULL,
    "strength" TEXT NOT NULL,
    "terminal" TEXT NOT NULL,
    "address" TEXT,
    "session" TEXT NOT NULL,

    CONSTRAINT "opening_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "opening_code_key" ON "opening"("code");

-- CreateIndex
CREATE INDEX "opening_staff_number_at_idx" ON "opening"("staff_number", "at");

-- CreateIndex
CREATE INDEX "opening_at_idx" ON "opening"("at");

-- CreateIndex
CREATE INDEX "opening_session_kind_series_idx" ON "opening"("session", "kind", "series");
